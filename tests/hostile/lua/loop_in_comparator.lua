local list = { 3, 1, 2 }
table.sort(list, function() while true do end end)
return list
