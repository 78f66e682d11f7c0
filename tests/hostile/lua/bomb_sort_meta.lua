local list = {}
local meta = { __lt = function(a, b) return table.sort(list) or true end }
for i = 1, 100 do list[i] = setmetatable({}, meta) end
table.sort(list)
