local t = {}
for _ = 1, 1e9 do t = setmetatable({}, { __index = t, __newindex = t }) end
