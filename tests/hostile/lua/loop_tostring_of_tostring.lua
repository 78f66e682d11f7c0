local meta = {}
meta.__tostring = function(x) return tostring(x) end
print(setmetatable({}, meta))
