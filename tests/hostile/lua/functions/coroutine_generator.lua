return { score = function(c)
  for x in coroutine.wrap(function() while true do coroutine.yield(c.a) end end) do
    if x == 0.12345 then return x end
  end
end }
