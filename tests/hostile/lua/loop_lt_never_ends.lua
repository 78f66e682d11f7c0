local meta = {}
meta.__lt = function() while true do end end
local a, b = setmetatable({}, meta), setmetatable({}, meta)
return { a < b }
