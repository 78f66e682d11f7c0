return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    world.KGZ.cs_ngo_law:set(world.KGZ.cs_ngo_law * 2, { because = "twice" })
  end,
}
