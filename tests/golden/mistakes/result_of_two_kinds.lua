return {
  score = function(c)
    if c.civic_space > 50 then return "open" end
    return c.civic_space
  end,
}
