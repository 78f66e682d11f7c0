return {
  score = function(c)
    return tide.mean(c.civic_space, c.media_freedom)
  end,
}
