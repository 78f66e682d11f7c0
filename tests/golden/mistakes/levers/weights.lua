return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = 1 },
  mix = {
    { weight = 0.75 },
    { weight = 0.15, scale = 0, because = "nothing comes of it" },
  },
}
