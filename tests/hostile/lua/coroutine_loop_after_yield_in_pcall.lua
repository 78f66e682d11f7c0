local co = coroutine.wrap(function()
  pcall(function()
    coroutine.yield()
    while true do end
  end)
  while true do end
end)
co()
co()
