return { score = function(c)
  local t = {}
  while true do t[#t + 1] = coroutine.create(print) end
  return c.a
end }
