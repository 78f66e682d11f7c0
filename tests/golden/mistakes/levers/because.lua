return {
  title = "Repeal", actor = "parliament",
  effects = { cs_ngo_law = { 0, 1, 2 } },
}
