return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  pull = { R6 = 1, D5 = 0.5 },
}
