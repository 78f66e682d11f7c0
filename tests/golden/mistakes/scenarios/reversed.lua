return {
  title = "Repeal of the law",
  from = "2026", to = "2022", countries = { "KGZ", "TJK" },
  pull = { R6 = 1 },
}
