--- The same of version 12. Versions differ for the same year and are never mixed in one formula.
---@type tide.Rule
return {
  title = "Electoral democracy, V-Dem v12",
  scale = { 0, 1 },
  score = function(c)
    return 0.5 * c.mpi_v12 + 0.5 * c.api_v12
  end,
  published = { index = { "edi_published_v12", within = 0.003 } },
}
