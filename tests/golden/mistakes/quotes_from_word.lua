return {
  title = “Rights score”,
  index = tide.mean(),
}
