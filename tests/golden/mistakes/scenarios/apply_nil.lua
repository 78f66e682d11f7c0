return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    local step
    world.KGZ.cs_ngo_law:shift(step * 2, { because = "two steps" })
  end,
}
