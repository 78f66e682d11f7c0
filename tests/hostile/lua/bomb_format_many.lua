local f = ("%99d"):rep(250)
local list = {}
for i = 1, 250 do list[i] = i end
local s = ""
while true do s = s .. f:format(table.unpack(list)) end
