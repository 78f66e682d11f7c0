local help = {}
return {
  weights = { civic_space = help.weight("civic") },
  index = tide.mean(),
}
