local t = {}
for i = 1, 60 do t[2 ^ i] = i; t[1 << i] = i end
for i = 1, 1e9 do t[#t + 1] = t end
