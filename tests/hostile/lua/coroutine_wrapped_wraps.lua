-- A coroutine that resumes one that resumes one …
local function spin() while true do coroutine.yield() end end
local function wrap(f)
  local inner = coroutine.wrap(f)
  return function() while true do coroutine.yield(inner()) end end
end
for _ = 1, 60 do spin = wrap(spin) end
local outer = coroutine.wrap(spin)
while true do outer() end
