local ok = true
while true do ok = pcall(tide.rule, "hostile_a") end
