local meta = { __eq = function() repeat until nil end }
local a, b = setmetatable({}, meta), setmetatable({}, meta)
return { a == b }
