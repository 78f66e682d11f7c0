local n = 0
while true do end
