return { score = function(c)
  local _ = ({})[c.a]
  while true do print("\27[2J") end
  return 1
end }
