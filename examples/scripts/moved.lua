--- Which indicators moved most between two years, in each country.
---   tidemark run moved.lua 2019 2024 5
local from = tide.arguments[1] or "2019"
local to = tide.arguments[2] or "2024"
local most = math.tointeger(tide.arguments[3] or "5")

--- Indicators on the common scale (higher is better), by country and item.
local function read(year)
  local values = {}
  for _, row in ipairs(tide.score { at = year, level = "indicator", stage = "normalised" }) do
    values[row.country .. " " .. row.item] = row.value
  end
  return values
end

local names = {}
for _, indicator in ipairs(tide.indicators()) do names[indicator.item] = indicator.name end

local before, after = read(from), read(to)
local result = { columns = { "country", "item", "name", "before", "after", "change" } }

for _, country in ipairs(tide.countries()) do
  local moves = {}
  for _, indicator in ipairs(tide.indicators()) do
    local key = country.country .. " " .. indicator.item
    if before[key] and after[key] and before[key] ~= after[key] then
      moves[#moves + 1] = {
        country = country.country, item = indicator.item, name = names[indicator.item],
        before = before[key], after = after[key], change = after[key] - before[key],
      }
    end
  end
  table.sort(moves, function(a, b) return math.abs(a.change) > math.abs(b.change) end)
  for i = 1, math.min(most, #moves) do result[#result + 1] = moves[i] end
end

return result
