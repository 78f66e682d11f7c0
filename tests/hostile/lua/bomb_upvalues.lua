local function make(n)
  local a, b, c = n, n, n
  return function() return a, b, c, make end
end
local kept = {}
for i = 1, 1e9 do kept[i] = make(i) end
