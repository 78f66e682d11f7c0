return {
  normalise = tide.goalposts(),
  pillar = tide.mean,
  index = tide.mean(),
}
