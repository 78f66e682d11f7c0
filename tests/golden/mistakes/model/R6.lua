return {
  title = "Protect media", actor = "governments", side = "governments", because = "a judgement",
  parts = {
    a = { effects = { mf_journalist_safety = { 0.3, 1, 1.8 } } },
    b = { effects = { mf_online_access = { 0.3, 1, 2 } } },
  },
}
