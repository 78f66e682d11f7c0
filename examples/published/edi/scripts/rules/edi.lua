--- V-Dem's Electoral Democracy Index from its two halves.
---@type tide.Rule
return {
  title = "Electoral democracy",
  scale = { 0, 1 },
  score = function(c)
    return 0.5 * c.mpi + 0.5 * c.api
  end,
  published = { index = { "edi_published", within = 0.002 } },
}
