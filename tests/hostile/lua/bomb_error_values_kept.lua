local kept = {}
for i = 1, 1e9 do
  local _, message = pcall(error, ("x"):rep(1000) .. i)
  kept[i] = message
end
