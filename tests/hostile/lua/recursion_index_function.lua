local meta = {}
meta.__index = function(t, k) return t[k] end
local t = setmetatable({}, meta)
return { t.x }
