--- My own score.
return {
  title = "Press and parties",
  weights = { media_fredom = 2, civic_space = 1 },
  pillar = tide.mean(),
  index = tide.mean(),
}
