local t = setmetatable({}, { __index = function(t, k) return (k:gsub(".", t)) end })
while true do pcall(string.gsub, "ab", ".", t) end
