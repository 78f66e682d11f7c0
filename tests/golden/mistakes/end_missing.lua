return {
  score = function(c)
    if c.year > 2015 then
      return c.civic_space
    return c.media_freedom
  end,
}
