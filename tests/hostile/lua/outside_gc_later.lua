-- Lua marks finalisers when the metatable is set, not later.
local meta = {}
local t = setmetatable({}, meta)
meta.__gc = function() while true do end end
t = nil
for _ = 1, 1e5 do t = {} end
error("no finaliser ran", 0)
