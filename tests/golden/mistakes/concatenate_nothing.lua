local author
return {
  title = "Rights score by " .. author,
  index = tide.mean(),
}
