--- Kyrgyzstan repeals the reporting law of June 2021, and does nothing else.
--- Expected: one level of one indicator, 0.15 of civic space by weight, 0.2 of what is known of it.
---@type tide.Scenario
return {
  title     = "NGO law repealed",
  question  = "How much does the repeal of one law bring, if practice stays as it is?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ" },
  apply     = function(world)
    world.KGZ.cs_ngo_law:shift({ 0.5, 1, 1.5 }, {
      because = "the event kgz-2021-06-ngo-reporting took one level, graded B (half a level): "
        .. "its repeal gives it back",
    })
  end,
}
