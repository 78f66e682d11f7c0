local t = {}
for i = 1, 1e5 do t["k" .. i] = i end
while true do for _ in pairs(t) do break end end
