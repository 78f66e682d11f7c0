local meta = {}
local guarded = setmetatable({}, meta)
meta.__close = function() while true do end end
local guard <close> = guarded
while true do end
