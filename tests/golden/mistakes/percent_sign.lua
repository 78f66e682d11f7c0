return {
  missing = { need = 67% },
  index = tide.mean(),
}
