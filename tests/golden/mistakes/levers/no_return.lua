local lever = {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = 1 },
}
