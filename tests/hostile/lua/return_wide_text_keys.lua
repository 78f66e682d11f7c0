local t = {}
for i = 1, 70000 do t["k" .. i] = true end
return t
