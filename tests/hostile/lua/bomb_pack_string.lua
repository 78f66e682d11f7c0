local parts = {}
for i = 1, 1e9 do parts[i] = string.pack("c1000000", "x" .. i) end
