local meta = { __concat = function(a) return a end }
local a = setmetatable({}, meta)
while true do a = a .. "x" .. a end
