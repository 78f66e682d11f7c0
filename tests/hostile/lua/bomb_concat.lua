local list = {}
for i = 1, 1000 do list[i] = ("x"):rep(1000) end
for i = 1, 1000 do list[i] = table.concat(list) end
return {}
