return {
  title = "Both", stack = { "drfit" },
}
