local rule = {
  normalise = tide.goalposts(),
  index = tide.mean(),
}
