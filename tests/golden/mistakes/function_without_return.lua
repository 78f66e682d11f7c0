return {
  title = "Openness",
  score = function(c)
    local open = c.civic_space + c.media_freedom
  end,
}
