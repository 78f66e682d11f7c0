--- A sum with an interval of its own, and what it is called.
---@type tide.Rule
return {
  title = "Points",
  scale = { 0, 8 },
  headline = "total",
  score = function(c)
    local total = c.press + c.assembly
    local status = "not free"
    if total >= 3 then
      status = "partly free"
    end
    if total >= 5 then
      status = "free"
    end
    return {
      total = { value = total, low = total - 0.5, high = total + 0.5 },
      status = status,
      courts = c.courts / 100,
    }
  end,
  published = { total = "total" },
}
