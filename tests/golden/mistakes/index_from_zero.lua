local weights = { 2, 1, 1 }
return {
  weights = { civic_space = weights[0] + 1, media_freedom = weights[1] },
  index = tide.mean(),
}
