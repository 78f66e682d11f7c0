return {
  score = function(c)
    if c.year > 2015
      return c.civic_space
    end
    return c.media_freedom
  end,
}
