return {
  title = "Longer", from = "2022", to = "2030",
  stack = { "drift" },
}
