local meta = getmetatable(nil) or {}
setmetatable(nil, meta)
