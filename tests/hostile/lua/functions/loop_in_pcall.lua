return { score = function(c)
  while true do pcall(function() return "x" .. c.a end) pcall(error) end
end }
