local function openness(c)
  return average(c.civic_space, c.media_freedom)
end

local function average(a, b)
  return (a + b) / 2
end

return { score = openness }
