local co = coroutine.wrap(function()
  while true do
    xpcall(function() while true do end end, print)
  end
end)
co()
