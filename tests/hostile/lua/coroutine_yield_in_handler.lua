coroutine.wrap(function()
  error(xpcall(error, function() coroutine.yield() end) and "yielded" or "no")
end)()
