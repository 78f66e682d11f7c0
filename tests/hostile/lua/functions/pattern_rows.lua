return { score = function(c)
  local _ = ({})[c.a]
  return #(("a"):rep(3000):match(".-.-.-.-b") or "")
end }
