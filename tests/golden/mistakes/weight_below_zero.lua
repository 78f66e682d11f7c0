return {
  normalise = tide.goalposts(),
  weights = { civic_space = -2 },
  index = tide.mean(),
}
