return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    world.KGZ.cs_ngo_law:shift(1, { chance = 40, because = "the bill is dropped" })
  end,
}
