--- Made of what two other rules give.
---@type tide.Rule
return {
  title = "Both",
  scale = { 0, 100 },
  uses = { freedom = "means", points = "sums.total" },
  score = function(c)
    return (c.freedom + c.points * 12.5) / 2
  end,
}
