for _ = 1, 1000 do tide.rule("hostile_leaf") end
return {}
