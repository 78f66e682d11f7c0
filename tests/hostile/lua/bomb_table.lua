local t = {}
for i = 1, 1e9 do
  t[i] = { i, 2, 3, 4, 5, 6, 7, 8 }
end
