--- How much of each pillar is known: the share of its indicators with a value, in per cent, by
--- country and year. A rule that reads all values, not published ones alone, shows codings, too.
---   tidemark run coverage.lua 2015..2024 --rule rights_full
local years = tide.arguments[1] or "2015..2024"
local periods = tide.periods { years = years }

local pillar_of, size = {}, {}
local pillars = {}
for _, indicator in ipairs(tide.indicators()) do
  pillar_of[indicator.item] = indicator.pillar
  if not size[indicator.pillar] then pillars[#pillars + 1] = indicator.pillar end
  size[indicator.pillar] = (size[indicator.pillar] or 0) + 1
end

--- known[country][period][pillar]: indicators with a value.
local known = {}
for _, row in ipairs(tide.score { years = years, level = "indicator", all = true, draws = 0 }) do
  if row.value then
    local of_country = known[row.country] or {}
    local of_period = of_country[row.period] or {}
    local pillar = pillar_of[row.item]
    of_period[pillar] = (of_period[pillar] or 0) + 1
    of_country[row.period], known[row.country] = of_period, of_country
  end
end

for _, country in ipairs(tide.countries()) do
  local rows = { columns = { "pillar" } }
  for _, period in ipairs(periods) do rows.columns[#rows.columns + 1] = period.period end
  for _, pillar in ipairs(pillars) do
    local row = { pillar = pillar }
    for _, period in ipairs(periods) do
      local of_period = (known[country.country] or {})[period.period] or {}
      row[period.period] = tide.round(100 * (of_period[pillar] or 0) / size[pillar])
    end
    rows[#rows + 1] = row
  end
  tide.print(rows, { title = country.name .. ": indicators with a value, in per cent" })
end
