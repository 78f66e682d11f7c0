return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = 1 },
  interactions = {
    { unless = { "R6a", "R66" }, scale = 0.5, because = "others take over" },
  },
}
