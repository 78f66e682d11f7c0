-- Swallowing the first error must not help.
while true do
  pcall(function()
    while true do end
  end)
end
