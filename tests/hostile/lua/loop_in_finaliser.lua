-- Hooks do not run in finalisers.
setmetatable({}, { __gc = function() while true do end end })
return {}
