return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    world.KGZ.cs_ngo_law:shift(10, { because = "the bill is dropped" })
    world.KGZ.cs_ngo_law:set({ 2, 3, 7 }, { because = "the law is repealed" })
  end,
}
