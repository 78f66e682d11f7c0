local list = { 3, 1, 2 }
local function less() table.sort(list, less) return true end
table.sort(list, less)
