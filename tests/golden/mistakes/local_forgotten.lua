half = 0.5
return {
  weights = { civic_space = half },
  index = tide.mean(),
}
