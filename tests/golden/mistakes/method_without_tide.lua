return {
  normalise = goalposts(),
  index = tide.mean(),
}
