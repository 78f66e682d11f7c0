local s = ("9"):rep(200) .. ("0"):rep(1e6)
while true do tonumber(s, 36); tonumber("0x" .. s) end
