for key in pairs({ [coroutine.create(print)] = 1 }) do print(key) end
