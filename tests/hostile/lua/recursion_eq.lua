local meta = {}
meta.__eq = function(a, b) return a == b end
local a, b = setmetatable({}, meta), setmetatable({}, meta)
return { a == b }
