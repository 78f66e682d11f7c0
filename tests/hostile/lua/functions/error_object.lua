return { score = function(c)
  error(setmetatable({}, { __tostring = function() while true do end end }))
end }
