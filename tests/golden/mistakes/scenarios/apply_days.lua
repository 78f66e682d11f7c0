return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    world.KGZ.cs_ngo_law:shift(1, { from = "2021-10", because = "the bill is dropped" })
    world.KGZ.cs_ngo_law:shift(1, { from = "2023", till = "2022-06", because = "for a while" })
  end,
}
