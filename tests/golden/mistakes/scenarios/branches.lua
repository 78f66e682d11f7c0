return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  pull = { D4 = 1 },
  branches = {
    { name = "answered", weight = 40 },
    { name = "unanswered", weight = 0.5, scale = { D4 = 0.5 } },
  },
}
