return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = { 2, 1, 0 } },
}
