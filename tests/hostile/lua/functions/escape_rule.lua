return { score = function(c)
  return tide.rule("hostile_a")
end }
