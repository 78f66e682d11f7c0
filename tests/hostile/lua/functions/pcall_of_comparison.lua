return { score = function(c)
  -- Each pcall hides the comparison of a missing value; the row must end all the same.
  while true do pcall(function() return c.a < 1 end) end
end }
