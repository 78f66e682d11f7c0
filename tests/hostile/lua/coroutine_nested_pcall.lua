local function deeper(n)
  while true do
    pcall(coroutine.wrap(function()
      if n < 50 then deeper(n + 1) end
      while true do pcall(error, "again") end
    end))
  end
end
deeper(1)
