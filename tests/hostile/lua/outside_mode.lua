setmetatable({}, { __mode = "kv" })
