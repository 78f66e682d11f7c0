local liar = setmetatable({}, { __len = function() return 1e15 // 1 | 0 end })
table.insert(liar, 1, "x")
return {}
