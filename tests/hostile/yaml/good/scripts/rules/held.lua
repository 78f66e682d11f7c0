--- Press between the ends that were stored, whatever comes later.
return {
  frame     = "kept",
  normalise = { cs_press = tide.minmax { clip = true }, all = tide.goalposts() },
}
