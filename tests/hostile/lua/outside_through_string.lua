return { getmetatable("").__index.dump(print) }
