// my own score
return {
  index = tide.mean(),
}
