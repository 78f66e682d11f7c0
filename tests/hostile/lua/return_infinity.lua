return { scale = { 0, math.huge } }
