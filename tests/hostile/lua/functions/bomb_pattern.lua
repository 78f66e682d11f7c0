local text = ("a"):rep(3000)
return { score = function(c)
  if text:find(".*.*.*.*b") then return 1 end
  return c.a
end }
