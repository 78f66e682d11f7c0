local s = ("x"):rep(1000)
while true do
  s:gsub(".", function(c) return s:gsub(".", c) end)
end
