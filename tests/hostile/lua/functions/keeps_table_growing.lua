local seen = {}
return { score = function(c)
  seen[#seen + 1] = ("x"):rep(100000) .. #seen
  local _ = ({})[c.a]
  while #seen < 1e6 do seen[#seen + 1] = ("y"):rep(100000) .. #seen end
  return #seen
end }
