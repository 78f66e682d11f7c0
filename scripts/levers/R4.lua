--- R4: easier registration of parties; protect political activists.
--- Time to half effect: law 6 to 12 months, the middle is taken, and for activists' release too.
--- Sticky once parties exist: no half-life. Registration ends at level 1 until one party of the
--- opposition is registered; no lever knows when that is, so it ends there.
---@type tide.Lever
return {
  title     = "Easier registration of parties, activists protected",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "lower thresholds, deadlines, review by courts; release of activists",
  effects   = {
    pp_party_registration = { 0.3, 1.0, 2.0, lag = "4 months", ramp = "10 months", cap = 1 },
    pp_opposition_safety  = { 0.1, 0.6, 1.3, lag = "4 months", ramp = "10 months" },
    -- From the next election on. These are the national votes among the events of data/; later ones
    -- belong here as soon as an event names their day. Until then nothing moves after the last.
    pp_elections          = {
      0, 0.3, 1.0,
      on = {
        KAZ = { "2019-06-09", "2021-01-10", "2022-11-20" },
        KGZ = { "2020-10-04", "2021-01-10", "2021-11-28" },
        TJK = { "2020-10-11" },
      },
    },
  },
  saturate = true,
  chance   = { KGZ = 0.25, TJK = 0.02, KAZ = 0.25 },
  because  = "expert judgement of one person, September 2021",
}
