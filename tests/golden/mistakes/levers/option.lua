return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  efects = { cs_ngo_law = { 0, 1, 2 } },
}
