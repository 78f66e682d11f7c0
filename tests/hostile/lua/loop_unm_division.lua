local x = 1
while true do x = -x // 1 % 3 ~ 5 end
