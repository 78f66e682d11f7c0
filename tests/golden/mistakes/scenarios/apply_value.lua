return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    local law = world.KGZ.cs_ngo_law.value
    world.KGZ.cs_ngo_law:set(law + 1, { because = "one better" })
  end,
}
