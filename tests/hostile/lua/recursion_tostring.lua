local meta = {}
meta.__tostring = function(t) return "x" .. tostring(t) end
print(setmetatable({}, meta))
