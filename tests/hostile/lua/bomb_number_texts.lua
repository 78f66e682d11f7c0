local kept = {}
for i = 1, 1e9 do kept[i] = tostring(i / 3) .. tostring(i * 1e200) end
