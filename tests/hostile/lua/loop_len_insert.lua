local t = setmetatable({}, { __len = function() return 1e15 // 1 | 0 end })
table.insert(t, 1, "x")
