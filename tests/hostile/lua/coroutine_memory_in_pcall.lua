while true do
  coroutine.resume(coroutine.create(function()
    local list = {}
    while true do list[#list + 1] = {} end
  end))
end
