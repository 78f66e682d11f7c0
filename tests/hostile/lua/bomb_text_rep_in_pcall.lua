for i = 1, 1e9 do
  pcall(string.rep, "x", 1e9)
end
return {}
