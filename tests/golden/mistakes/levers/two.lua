return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = { 0, 2 }, cs_assembly = { low = 0, likely = 1, high = 2 } },
}
