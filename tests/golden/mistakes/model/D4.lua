return {
  title = "Clauses", actor = "EU", side = "partners", because = "a judgement",
  effects = { ac_clause_strength = { 0.5, 1, 2, lag = "1 year" } },
  raises = { R6 = { 0, 0.1, 0.2 }, lag = "1 year" },
  chance = 0.35,
}
