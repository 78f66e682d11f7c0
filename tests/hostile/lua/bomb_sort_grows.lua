local list = { 3, 1, 2 }
table.sort(list, function() list[#list + 1] = { list } while true do list[#list + 1] = {} end end)
