coroutine.yield()
return 1
