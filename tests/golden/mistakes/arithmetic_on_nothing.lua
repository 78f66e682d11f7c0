local weight = {}
return {
  normalise = tide.goalposts(),
  weights = { civic_space = 2 * weight.civic },
  index = tide.mean(),
}
