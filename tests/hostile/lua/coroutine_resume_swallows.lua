-- resume gives false for an error; the one that ends the script must pass.
while true do
  coroutine.resume(coroutine.create(function()
    while true do end
  end))
end
