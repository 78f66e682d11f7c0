-- __call of a table that is called by its own __call.
local meta = {}
local t = setmetatable({}, meta)
meta.__call = function(self) return self() end
t()
