local list = {}
for i = 1, 300000 do list[i] = (i * 7919) % 300007 end
while true do
  table.sort(list)
end
