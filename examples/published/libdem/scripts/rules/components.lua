--- The two halves of electoral democracy from their components, where all adults may vote: the
--- share who may is not in the file.
local suffrage = 1

---@type tide.Rule
return {
  title = "Electoral democracy from components, full suffrage",
  scale = { 0, 1 },
  headline = "edi",
  score = function(c)
    local mpi = c.elecoff * c.frefair * c.frassoc * c.freexp * suffrage
    local api = (c.elecoff + suffrage) / 8 + (c.frefair + c.frassoc + c.freexp) / 4
    return { edi = (mpi + api) / 2, mpi = mpi, api = api }
  end,
  published = {
    edi = { "polyarchy", within = 0.05 },
    mpi = { "mpi_published", within = 0.05 },
    api = { "api_published", within = 0.05 },
  },
}
