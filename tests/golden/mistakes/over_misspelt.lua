return {
  normalise = tide.minmax { over = "perod" },
  index = tide.mean(),
}
