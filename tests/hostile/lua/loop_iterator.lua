local function same(_, x) return x or 1 end
for _ in same do end
