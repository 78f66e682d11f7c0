-- Ends the Lua of some systems by a signal: 20,000 coroutines that close each other.
local last
for _ = 1, 20000 do
  local before = last
  last = coroutine.create(function() local x <close> = before coroutine.yield() end)
  coroutine.resume(last)
end
