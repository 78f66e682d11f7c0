local function f(x) return 1 + f(x) end
return { score = function(c)
  return f(c.a)
end }
