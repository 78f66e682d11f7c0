return {
  normalise = tide.goalposts(0, 100),
  index = tide.mean(),
}
