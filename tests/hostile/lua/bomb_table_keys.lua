local t = {}
for i = 1, 1e9 do
  t[("key" .. i):rep(1000)] = true
end
