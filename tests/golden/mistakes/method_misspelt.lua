return {
  normalise = tide.goalpost(),
  index = tide.mean(),
}
