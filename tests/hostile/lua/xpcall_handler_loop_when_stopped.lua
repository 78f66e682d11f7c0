-- Called for the error that ends the script, it would run where no hook does.
xpcall(function()
  while true do end
end, function() while true do end end)
while true do end
