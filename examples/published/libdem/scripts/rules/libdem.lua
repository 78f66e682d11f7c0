--- V-Dem's four fuller ideas of democracy: electoral democracy, a further component, and what both
--- make together.
local function with(electoral, component)
  return 0.25 * electoral + 0.25 * component + 0.5 * electoral * component
end

---@type tide.Rule
return {
  title = "Liberal democracy",
  scale = { 0, 1 },
  headline = "libdem",
  score = function(c)
    local electoral = c.polyarchy ^ 1.585
    return {
      libdem = with(electoral, c.liberal),
      partipdem = with(electoral, c.partip),
      delibdem = with(electoral, c.delib),
      egaldem = with(electoral, c.egal),
    }
  end,
  published = {
    libdem = { "libdem_published", within = 0.01 },
    partipdem = { "partipdem_published", within = 0.01 },
    delibdem = { "delibdem_published", within = 0.01 },
    egaldem = { "egaldem_published", within = 0.01 },
  },
}
