while true do pcall(tide.rule, "hostile_leaf") end
