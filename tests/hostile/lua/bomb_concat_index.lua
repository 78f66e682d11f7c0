-- Parts that are made up as they are joined.
local t = setmetatable({}, { __index = function() return ("x"):rep(1e5) end })
return { table.concat(t, ",", 1, 1e9 // 1 | 0) }
