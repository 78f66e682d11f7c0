return { score = function(c)
  local function f(x) return f(x) end
  local _ = ({})[c.a]
  return f(1)
end }
