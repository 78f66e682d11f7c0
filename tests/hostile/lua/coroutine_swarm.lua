-- A new coroutine for every few instructions: each would count from nothing.
while true do
  local one = coroutine.wrap(function() for _ = 1, 10 do coroutine.yield() end end)
  for _ = 1, 5 do one() end
end
