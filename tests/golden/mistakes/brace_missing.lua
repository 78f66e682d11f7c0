return {
  normalise = tide.goalposts(),
  weights = { civic_space = 2, media_freedom = 1,
  index = tide.mean(),
