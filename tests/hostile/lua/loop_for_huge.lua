for i = 1, math.huge do local _ = i end
