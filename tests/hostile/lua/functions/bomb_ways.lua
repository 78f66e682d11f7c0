return { score = function(c)
  local n = 0
  for i = 1, 60 do
    if c.a * i > c.b then n = n + 1 end
    if n < 0 then n = ("x"):rep(1e9) end
  end
  while true do end
end }
