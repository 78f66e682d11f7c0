-- __len says more than there can be.
local t = setmetatable({}, { __len = function() return math.maxinteger end })
return { table.unpack(t) }
