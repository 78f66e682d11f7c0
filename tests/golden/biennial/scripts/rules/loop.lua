--- As many times as a figure says: this cannot be followed.
---@type tide.Rule
return {
  title = "Counted",
  scale = { 0, 4 },
  score = function(c)
    local points = 0
    for _ = 1, c.press do
      points = points + 1
    end
    return points
  end,
}
