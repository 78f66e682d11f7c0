local list = {}
for i = 1, 200 do list[i] = 0x7FFFFFFF end
local s = ""
while true do s = s .. utf8.char(table.unpack(list)) end
