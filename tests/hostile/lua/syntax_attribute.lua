local x <close> = setmetatable({}, { __close = print })
local y <gc> = 1
