return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = 1 },
  raises = { D4 = { 0, 0.1, 0.2 } },
}
