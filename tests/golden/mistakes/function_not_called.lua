local function openness(c)
  return c.civic_space + c.media_freedom
end
return { score = openness() }
