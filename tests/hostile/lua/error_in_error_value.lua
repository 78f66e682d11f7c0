local t = setmetatable({}, { __name = "\27[31mred" })
local _ = t + 1
