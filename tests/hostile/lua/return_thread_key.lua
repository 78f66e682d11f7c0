return { [coroutine.create(print)] = 1 }
