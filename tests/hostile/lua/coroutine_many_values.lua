local co = coroutine.wrap(function(...)
  while true do coroutine.yield(...) end
end)
co(table.unpack({}, 1, 900000))
