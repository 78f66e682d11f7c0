local civic_weight = 2
return {
  weights = { civic_space = civic_wieght },
  index = tide.mean(),
}
