--- A series of each outcome pillar, and a heatmap of each country, as images.
---   tidemark run charts.lua --charts charts
local seen = {}
for _, indicator in ipairs(tide.indicators()) do
  if indicator.role == "outcome" and not seen[indicator.pillar] then
    seen[indicator.pillar] = true
    tide.chart("series", indicator.pillar, { output = indicator.pillar .. ".svg" })
    print(indicator.pillar .. ".svg")
  end
end
for _, country in ipairs(tide.countries()) do
  local name = "heatmap_" .. country.country .. ".svg"
  tide.chart("heatmap", { countries = country.country, years = "2015..2024", output = name })
  print(name)
end
