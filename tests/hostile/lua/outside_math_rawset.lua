rawset(math, "floor", math.ceil)
