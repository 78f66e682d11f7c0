local list = {}
for i = 1, 1e9 do list[#list + 1] = tostring(i):rep(500) end
