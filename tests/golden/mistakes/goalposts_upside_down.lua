return {
  normalise = tide.goalposts { to = { 100, 0 } },
  index = tide.mean(),
}
