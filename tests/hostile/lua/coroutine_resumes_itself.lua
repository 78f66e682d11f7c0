local self
self = coroutine.create(function()
  local good, why = coroutine.resume(self)
  error(why)
end)
local _, message = coroutine.resume(self)
error(message, 0)
