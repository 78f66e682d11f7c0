error("below", -1)
