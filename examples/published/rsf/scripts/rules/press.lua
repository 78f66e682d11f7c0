--- The index as published, in one line over the years: its break at 2022 is what it shows.
---@type tide.Rule
return {
  title = "Press freedom as published",
  scale = { 0, 100 },
  of = { "press" },
}
