return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    world.KGZ.cs_ngo_law:shift(1, { low = 0.3, high = 2, because = "the bill is dropped" })
  end,
}
