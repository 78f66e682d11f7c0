-- A to-be-closed variable would run this after the kill.
local guard <close> = setmetatable({}, { __close = function() while true do end end })
while true do end
