return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    world.KGZ.cs_ngo_law:shift(-1, { id = "bill", chance = 0.5, because = "the bill" })
    world.KGZ.cs_assembly:shift(-1, { after = "bil", because = "then more" })
  end,
}
