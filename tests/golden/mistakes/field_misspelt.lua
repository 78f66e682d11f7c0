return {
  titel = "My score",
  normalise = tide.goalposts(),
  index = tide.mean(),
}
