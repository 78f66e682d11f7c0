return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = { 0, 1, 2, lag = 6, half_life = "half a year" } },
}
