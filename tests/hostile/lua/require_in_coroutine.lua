coroutine.wrap(function() require "hostile_loop" end)()
