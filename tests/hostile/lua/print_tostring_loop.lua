print(1, setmetatable({}, { __tostring = function() while true do end end }))
