coroutine.close(coroutine.create(print))
