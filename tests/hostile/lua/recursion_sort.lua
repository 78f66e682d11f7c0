local function f(list) table.sort(list, function() f({ 2, 1 }) end) end
f({ 2, 1 })
