-- __index asks itself.
local t = setmetatable({}, { __index = function(t, k) return t[k .. k:sub(1, 0)] end })
while true do pcall(function() return t.x end) end
