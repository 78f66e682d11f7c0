-- The value's own text is never asked for where no budget holds.
error(setmetatable({}, { __tostring = function() while true do end end }))
