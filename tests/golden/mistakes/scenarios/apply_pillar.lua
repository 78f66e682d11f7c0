return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  apply = function(world)
    world.KGZ.civic_space:shift(1, { because = "the bill is dropped" })
  end,
}
