assert(false, setmetatable({}, { __tostring = error }))
