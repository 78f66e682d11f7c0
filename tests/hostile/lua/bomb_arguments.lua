local t = {}
for i = 1, 240 do t[i] = i end
local function f(...) return f(table.unpack(t), ...) end
f()
