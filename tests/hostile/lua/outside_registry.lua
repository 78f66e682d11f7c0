-- What an error message could hand out.
local ok, message = pcall(setmetatable, print, {})
local ok2, other = pcall(getmetatable)
error(tostring(message) .. tostring(other) .. tostring(getmetatable(print)), 0)
