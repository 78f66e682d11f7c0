while true do math.random() end
