return {
  score = function(c)
    return tide.mean(c.children("civic_space"))
  end,
}
