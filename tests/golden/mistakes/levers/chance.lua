return {
  title = "Repeal", actor = "parliament", because = "a judgement",
  effects = { cs_ngo_law = 1 },
  chance = { KGZ = 40 },
}
