local function from(n) return coroutine.wrap(function() while true do coroutine.yield(n) end end) end
for x in from(1) do
  for y in from(x) do local _ = x + y end
end
