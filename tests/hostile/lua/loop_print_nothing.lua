while true do print() end
