return {
  title = "Repeal", actor = "parliament", because = "a judgement",
}
