return {
  score = function(c)
    return c.civic_space, c.media_freedom
  end,
}
