return {
  title = "Repeal of the law",
  from = "2022", to = "2026", countries = { "KGZ", "TJK" },
  pull = { R6 = 1 },
  assume = { KGZ = { ac_clause_strength = { 1, 2, 2 } } },
}
