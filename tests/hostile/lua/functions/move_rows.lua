return { score = function(c)
  local _ = ({})[c.a]
  table.move({}, 1, 1e15 // 1 | 0, 2)
  return 1
end }
