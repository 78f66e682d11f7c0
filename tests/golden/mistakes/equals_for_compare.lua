return {
  score = function(c)
    if c.year = 2021 then return c.civic_space end
    return c.media_freedom
  end,
}
