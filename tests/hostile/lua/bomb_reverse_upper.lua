local s = ("x"):rep(4e6)
local kept = {}
for i = 1, 1e9 do kept[i] = s:reverse():upper() .. i end
