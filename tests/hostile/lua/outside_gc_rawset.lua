local meta = { __index = function() return print end }
rawset(meta, "__gc", print)
setmetatable({}, meta)
