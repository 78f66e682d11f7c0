return {
  normalise = tide.goalposts(),
  pillar = tide.mean(),
  index = tide.geometric { flor = 1 },
}
