local t = {}
while true do t = table.pack(t, table.unpack({}, 1, 9e5)) end
