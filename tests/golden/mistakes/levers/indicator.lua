return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_laws = { 0, 1, 2 } },
}
