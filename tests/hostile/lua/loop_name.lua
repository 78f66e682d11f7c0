local meta = { __name = ("x"):rep(1e6) }
while true do
  pcall(function() return setmetatable({}, meta) + 1 end)
end
