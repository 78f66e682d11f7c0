coroutine.wrap(function()
  require "hostile_yields"
end)()
