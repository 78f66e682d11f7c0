local liar = setmetatable({}, { __len = function() return 1 << 50 end })
return { table.concat(liar) }
