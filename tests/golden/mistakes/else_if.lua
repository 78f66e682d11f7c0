return {
  score = function(c)
    if c.year > 2020 then
      return 3
    else if c.year > 2015 then
      return 2
    else
      return 1
    end
  end,
}
