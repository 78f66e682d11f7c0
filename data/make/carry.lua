--- Carries published figures from the data sets into data/*.yaml.
---
---     lua5.4 data/make/carry.lua PATH_TO_DATASETS [--force]
---
--- Run in the root of the project. It owns the one-line observations whose `series:` is one of
--- those below, and nothing else: values coded by hand, events, comments and layout stay as they
--- are. It says which figures it adds, changes and takes out. Where a figure was changed by hand
--- since the last run (the check sum at the head of the file tells) it refuses and lists what it
--- would undo; --force undoes it. Two runs give the same bytes.

local FIRST, LAST = 2012, 2024

local COUNTRIES = {
  { id = "KGZ", name = "Kyrgyzstan", groups = "{region: Central Asia, union: EAEU}" },
  { id = "TJK", name = "Tajikistan", groups = "{region: Central Asia}" },
  { id = "KAZ", name = "Kazakhstan", groups = "{region: Central Asia, union: EAEU}" },
}

--- Where a family of series stands: file, columns of country and year, source of a row.
local FAMILIES = {
  fiw = {
    file = "fiw_2013_2025_questions.csv", country = "iso3",
    source = function(row) return "fiw" .. row.edition end,
  },
  bti = {
    file = "bti_2006_2024.csv", country = "iso3",
    source = function(row) return "bti" .. row.report_year end,
  },
  cpi = {
    file = "cpi_2012_2022.csv", country = "iso3",
    source = function(row) return "cpi" .. row.year end,
  },
  vdem12 = {
    file = "vdem_v12_panel.csv.gz", country = "country_text_id",
    source = function() return "vdem12" end,
  },
  wdi = {
    file = "oda_central_asia_1991_2023.csv", country = "iso3",
    source = function() return "wdi-oda" end,
  },
}

--- Which series is carried for which indicator, in the order of the codebook.
local SERIES = {
  { "pp_elections", "fiw.A", "A" },
  { "pp_elections", "bti.Q2_1", "Q2.1" },
  { "pp_party_registration", "fiw.B1", "B1" },
  { "pp_power_concentration", "bti.Q3_1", "Q3.1" },
  { "pp_physical_integrity", "fiw.F3", "F3" },
  { "pp_physical_integrity", "vdem12.v2x_clphy", "v2x_clphy" },
  { "cs_assembly", "fiw.E1", "E1" },
  { "cs_trade_unions", "fiw.E3", "E3" },
  { "mf_independent_media", "fiw.D1", "D1" },
  { "mf_online_expression", "fiw.D4", "D4" },
  { "co_public_sector", "cpi.score", "score", se = "stderr" },
  { "co_enforcement_impunity", "bti.Q3_3", "Q3.3" },
  { "ac_aid_exposure", "wdi.oda_gni", "net_oda_pct_gni", first = FIRST - 2 }, -- mean of 3 years
  { "cx_religion", "fiw.D2", "D2" },
  { "cx_equal_treatment", "fiw.F4", "F4" },
}

local function fail(format, ...)
  io.stderr:write("carry: ", format:format(...), "\n")
  os.exit(1)
end

--- One line of CSV as a list of fields; quoted fields may hold commas and doubled quotes.
local function split_csv(line)
  local fields, at = {}, 1
  while at <= #line + 1 do
    if line:sub(at, at) == '"' then
      local field, from = "", at + 1
      while true do
        local quote = line:find('"', from, true) or fail("unclosed quote in: %s", line)
        field = field .. line:sub(from, quote - 1)
        if line:sub(quote + 1, quote + 1) ~= '"' then
          at = quote + 2
          break
        end
        field, from = field .. '"', quote + 2
      end
      fields[#fields + 1] = field
    else
      local comma = line:find(",", at, true) or #line + 1
      fields[#fields + 1] = line:sub(at, comma - 1)
      at = comma + 1
    end
  end
  return fields
end

local function open_dataset(path)
  local plain = io.open(path, "rb")
  if not plain then
    fail("cannot read %s; give the folder that holds the data sets", path)
  end
  if not path:find("%.gz$") then
    return plain
  end
  plain:close()
  return io.popen("gzip -dc '" .. path:gsub("'", "'\\''") .. "'", "r")
end

--- Rows of our countries: rows[iso3][year] = { column = text }.
local function read_rows(folder, family)
  local wanted, rows, header = {}, {}, nil
  for _, country in ipairs(COUNTRIES) do
    wanted[country.id], rows[country.id] = true, {}
  end
  local stream = open_dataset(folder .. "/" .. family.file)
  for line in stream:lines() do
    local fields = split_csv((line:gsub("\r$", "")))
    if not header then
      header = fields
    else
      local row = {}
      for column, name in ipairs(header) do row[name] = fields[column] end
      local country = row[family.country]
      if wanted[country] then
        local year = tonumber(row.year)
        if rows[country][year] then
          fail("%s holds two rows for %s %d", family.file, country, year)
        end
        rows[country][year] = row
      end
    end
  end
  if stream:close() == nil or not header then
    fail("%s could not be read to its end", family.file)
  end
  return rows
end

--- A figure as published, without the ".0" that a table of doubles adds to a whole number.
local function figure(text)
  if text == nil or text == "" then
    return nil
  end
  if not text:find("^%-?%d+%.?%d*$") then
    fail("'%s' is not a plain decimal number", text)
  end
  return (text:gsub("%.0+$", ""))
end

--- The lines this script owns, for one country: list of { indicator, series, year, line }.
local function published_lines(datasets, country)
  local lines = {}
  for _, entry in ipairs(SERIES) do
    local indicator, series, column = entry[1], entry[2], entry[3]
    local family = FAMILIES[series:match("^[^.]+")]
    for year = entry.first or FIRST, LAST do
      local row = datasets[family.file][country][year]
      local value = row and figure(row[column])
      if value then
        local se = entry.se and figure(row[entry.se])
        lines[#lines + 1] = {
          indicator = indicator, series = series, year = year,
          line = ("    - {date: %d, value: %s,%s series: %s, source: %s}"):format(
            year, value, se and (" se: " .. se .. ",") or "", series, family.source(row)),
        }
      end
    end
  end
  return lines
end

local function key_of(indicator, series, year)
  return indicator .. " " .. series .. " " .. year
end

--- Is a line of a country file one of ours? Its key and what follows the closing brace, or nil.
local function owned(indicator, line)
  local year, series, rest =
    line:match("^    %- {date: (%d%d%d%d), value: [^{}]- series: ([%w_.]+), source: [^{}]+}(.*)$")
  if not year then
    return nil
  end
  for _, entry in ipairs(SERIES) do
    if entry[1] == indicator and entry[2] == series then
      return key_of(indicator, series, year), rest
    end
  end
  return nil
end

--- FNV-1a over 64 bits, as 16 hexadecimal digits.
local function check_sum(lines)
  local sum = 0xcbf29ce484222325
  for _, line in ipairs(lines) do
    for at = 1, #line do
      sum = (sum ~ line:byte(at)) * 0x100000001b3
    end
    sum = (sum ~ 10) * 0x100000001b3
  end
  return ("%016x"):format(sum)
end

local HEAD = "# Published figures by data/make/carry.lua: %d lines, check %s"

--- A country file cut at its observations: head lines, blocks { id, lines }, tail lines.
local function parse(text)
  local file = { head = {}, blocks = {}, tail = {} }
  local part, block = "head", nil
  for line in text:gmatch("([^\n]*)\n") do
    local id = part == "body" and line:match("^  ([%a][%w_]*):%s*$")
    if part == "head" then
      file.head[#file.head + 1] = line
      if line:find("^observations:") then part = "body" end
    elseif part == "body" and line:find("^[^ #]") then
      part = "tail"
      file.tail[1] = line
    elseif part == "tail" then
      file.tail[#file.tail + 1] = line
    elseif id then
      block = { id = id, lines = {} }
      file.blocks[#file.blocks + 1] = block
    else
      local into = block and block.lines or file.head
      into[#into + 1] = line
    end
  end
  return file
end

local function skeleton(country)
  return table.concat({
    HEAD:format(0, check_sum({})), "country: " .. country.id, "name: " .. country.name,
    "groups: " .. country.groups, "observations:", "",
  }, "\n")
end

--- What the file holds of ours: lines in order (without what follows the brace), by key.
local function held(file)
  local lines, by_key, rests = {}, {}, {}
  for _, block in ipairs(file.blocks) do
    for _, line in ipairs(block.lines) do
      local key, rest = owned(block.id, line)
      if key then
        local bare = line:sub(1, #line - #rest)
        lines[#lines + 1], by_key[key], rests[key] = bare, bare, rest
      end
    end
  end
  return lines, by_key, rests
end

--- Puts an indicator that the file does not have yet after the one before it in SERIES.
local function find_or_add_block(file, indicator)
  local place = 0
  for _, block in ipairs(file.blocks) do
    if block.id == indicator then
      return block
    end
  end
  for _, entry in ipairs(SERIES) do
    if entry[1] == indicator then break end
    for at, block in ipairs(file.blocks) do
      if block.id == entry[1] then place = at end
    end
  end
  local block = { id = indicator, lines = {} }
  table.insert(file.blocks, place + 1, block)
  return block
end

--- Replaces our lines by the new ones, at the place of the first, keeping all others.
local function merge(file, published, rests)
  local by_indicator = {}
  for _, item in ipairs(published) do
    local list = by_indicator[item.indicator] or {}
    by_indicator[item.indicator] = list
    list[#list + 1] = item.line .. (rests[key_of(item.indicator, item.series, item.year)] or "")
    find_or_add_block(file, item.indicator)
  end
  for _, block in ipairs(file.blocks) do
    local kept, place = {}, nil
    for _, line in ipairs(block.lines) do
      if owned(block.id, line) then
        place = place or #kept + 1
      else
        kept[#kept + 1] = line
      end
    end
    local fresh = by_indicator[block.id] or {}
    table.move(kept, place or 1, #kept, (place or 1) + #fresh)
    table.move(fresh, 1, #fresh, place or 1, kept)
    block.lines = kept
  end
end

local function render(file, published)
  local lines, out = {}, {}
  for at, item in ipairs(published) do lines[at] = item.line end
  local head = HEAD:format(#lines, check_sum(lines))
  for at, line in ipairs(file.head) do
    out[#out + 1] = at == 1 and line:find("^# Published figures by ") and head or line
  end
  for _, block in ipairs(file.blocks) do
    if #block.lines > 0 then
      out[#out + 1] = "  " .. block.id .. ":"
      table.move(block.lines, 1, #block.lines, #out + 1, out)
    end
  end
  table.move(file.tail, 1, #file.tail, #out + 1, out)
  return table.concat(out, "\n") .. "\n"
end

--- Lines of { key, before, after } where the file and the data set differ.
local function differences(by_key, published)
  local list, seen = {}, {}
  for _, item in ipairs(published) do
    local key = key_of(item.indicator, item.series, item.year)
    seen[key] = true
    if by_key[key] ~= item.line then
      list[#list + 1] = { key = key, before = by_key[key], after = item.line }
    end
  end
  local gone = {}
  for key in pairs(by_key) do
    if not seen[key] then gone[#gone + 1] = key end
  end
  table.sort(gone)
  for _, key in ipairs(gone) do
    list[#list + 1] = { key = key, before = by_key[key] }
  end
  return list
end

local function say(path, list, mood)
  for _, item in ipairs(list) do
    local word = not item.before and "add" or item.after and "change" or "take out"
    io.stderr:write(("%s: %s%s %s\n"):format(path, mood, word, item.key))
    if item.before then io.stderr:write("  file      ", item.before:sub(5), "\n") end
    if item.after then io.stderr:write("  data set  ", item.after:sub(5), "\n") end
  end
end

--- The file's text and, where it was written before, whether our part is as we left it.
local function carry_country(datasets, country, force)
  local path = "data/" .. country.id .. ".yaml"
  local stream = io.open(path, "rb")
  local text = stream and stream:read("a") or skeleton(country)
  if stream then stream:close() end
  local file = parse(text)
  local lines, by_key, rests = held(file)
  local published = published_lines(datasets, country.id)
  local list = differences(by_key, published)
  local count, sum = text:match("^# Published figures by [^:]+: (%d+) lines, check (%x+)\n")
  local untouched = tonumber(count) == #lines and sum == check_sum(lines)
  if not untouched and not force then
    say(path, list, "would ")
    fail("%s: published figures were changed by hand; nothing was written. "
      .. "Put them right in the file, or use --force to take the data sets' figures.", path)
  end
  merge(file, published, rests)
  return { path = path, text = render(file, published), before = stream and text, list = list }
end

local function write(result)
  say(result.path, result.list, "")
  if result.text == result.before then
    print(result.path .. ": nothing to change")
    return
  end
  local stream = io.open(result.path .. ".new", "wb") or fail("cannot write %s", result.path)
  if not stream:write(result.text) or not stream:close() then
    fail("cannot write %s.new", result.path)
  end
  assert(os.rename(result.path .. ".new", result.path))
  print(("%s: written; figures that differed: %d"):format(result.path, #result.list))
end

local function main(folder, option)
  if not folder or (option and option ~= "--force") then
    fail("usage: lua5.4 data/make/carry.lua PATH_TO_DATASETS [--force]")
  end
  local datasets, results = {}, {}
  for _, family in pairs(FAMILIES) do
    datasets[family.file] = read_rows(folder, family)
  end
  for at, country in ipairs(COUNTRIES) do
    results[at] = carry_country(datasets, country, option == "--force")
  end
  for _, result in ipairs(results) do
    write(result)
  end
end

main(arg[1], arg[2])
