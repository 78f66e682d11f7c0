return { title = coroutine.create(print) }
