--- The percentile ranks of the WGI from their estimates, among the countries of the year.
--- Countries with the same estimate share the highest of their ranks, so that the rank is what is
--- left above by the rank from the other end.
local function rank(estimate)
  return 100 * (1 - tide.percentile(-estimate, { over = "period" }))
end

---@type tide.Rule
return {
  title = "WGI percentile ranks",
  scale = { 0, 100 },
  headline = "cc",
  score = function(c)
    return {
      va = rank(c.va),
      pv = rank(c.pv),
      ge = rank(c.ge),
      rq = rank(c.rq),
      rl = rank(c.rl),
      cc = rank(c.cc),
    }
  end,
  published = {
    va = { "va_published", within = 1e-5 },
    pv = { "pv_published", within = 1e-5 },
    ge = { "ge_published", within = 1e-5 },
    rq = { "rq_published", within = 1e-5 },
    rl = { "rl_published", within = 1e-5 },
    cc = { "cc_published", within = 1e-5 },
  },
}
