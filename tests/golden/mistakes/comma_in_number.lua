return {
  normalise = tide.goalposts(),
  index = tide.geometric { floor = 0,5 },
}
