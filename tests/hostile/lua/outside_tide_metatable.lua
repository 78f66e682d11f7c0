setmetatable(tide, { __index = print })
