return {
  title = "Rights score"
  normalise = tide.goalposts(),
  index = tide.mean(),
}
