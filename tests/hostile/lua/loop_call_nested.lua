local t = {}
for _ = 1, 1e5 do t = setmetatable({}, { __call = t }) end
t()
