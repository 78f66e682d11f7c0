error(("%s %s"):format(print, {}) .. tostring(coroutine.create(print)), 0)
