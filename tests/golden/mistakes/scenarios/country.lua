return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KZG", "TJK" },
  pull = { R6 = 1 },
}
