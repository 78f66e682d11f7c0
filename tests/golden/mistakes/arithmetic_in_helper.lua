local strength = { high = 2, low = 1 }

local function share(word)
  return strength[word] / 3
end

return {
  normalise = tide.goalposts(),
  weights = { civic_space = share("high"), media_freedom = share("medium") },
  index = tide.mean(),
}
