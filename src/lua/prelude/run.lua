--- What free scripts have in `tide` beside what rules have: the calls that the engine answers,
--- tables, and the words of the command line. Returns them, and how a script's result is read.
local engine, calls, words = ...

local run = { arguments = words }

--- Whether a table names options; an empty one names none.
local function is_options(value)
  for key in pairs(value) do
    if type(key) == "string" then return true end
  end
  return rawlen(value) == 0
end

local function add_word(name, list, value)
  if math.type(value) == "integer" then value = ("%d"):format(value) end
  if type(value) ~= "string" or value == "" then
    local got = value == "" and "an empty text" or "a " .. type(value)
    engine.raise(("tide.%s is given %s where a text is expected"):format(name, got),
      'words come first, then options in braces: tide.explain("KGZ", { at = 2021 })')
  end
  list[#list + 1] = value
end

--- The words and options of tide.NAME("KGZ", { "TJK", "KAZ" }, { at = 2021 }).
local function split(name, ...)
  local list, options = {}, {}
  local count = select("#", ...)
  for i = 1, count do
    local value = select(i, ...)
    if type(value) ~= "table" then
      add_word(name, list, value)
    elseif not is_options(value) then
      for _, word in ipairs(value) do add_word(name, list, word) end
    elseif i == count then
      options = value
    else
      engine.raise(("tide.%s is given something after its options"):format(name),
        "options come last")
    end
  end
  return list, options
end

for _, name in ipairs(calls) do
  run[name] = function(...)
    return engine.call(name, split(name, ...))
  end
end

local shown = { string = true, number = true, boolean = true }

--- How a column's values are kept: by the types that were found.
local function note_types(types, row, number)
  if type(row) ~= "table" then
    engine.raise(("item %d of the list is a %s, not a record"):format(number, type(row)),
      'a record names its values: { country = "KGZ", value = 1 }')
  end
  for key, value in pairs(row) do
    if type(key) ~= "string" then
      engine.raise(("row %d has a value without a name"):format(number),
        'a record names its values: { country = "KGZ", value = 1 }')
    elseif not shown[type(value)] then
      engine.raise(("row %d has a %s at '%s'"):format(number, type(value), key),
        "a table shows texts and numbers")
    end
    local before = types[key]
    types[key] = (before == nil or before == type(value)) and type(value) or "string"
  end
end

local function check_columns(columns, types, known, count)
  local seen, known_names = {}, {}
  for _, name in ipairs(type(known) == "table" and known or {}) do known_names[name] = true end
  for name in pairs(types) do known_names[name] = true end
  if type(columns) ~= "table" or rawlen(columns) == 0 then
    engine.raise("'columns' must be a list of texts", 'write columns = { "country", "value" }')
  end
  for _, name in ipairs(columns) do
    if type(name) ~= "string" or seen[name] then
      engine.raise("'columns' must be a list of texts, each once",
        'write columns = { "country", "value" }')
    elseif count > 0 and not known_names[name] then
      local near = engine.nearest(name, known_names)
      engine.raise(("no row has '%s'"):format(name), near and ("did you mean '%s'?"):format(near))
    end
    seen[name] = true
  end
end

--- The list, its columns in order, and for each whether it holds numbers. given: the columns asked
--- for; else those that the list says it has, else all, in the order of their names.
local function read_list(list, given)
  local types, columns, numbers = {}, {}, {}
  local known = rawget(list, "columns")
  local count = rawlen(list)
  for i = 1, count do note_types(types, rawget(list, i), i) end
  if given == nil then given = known end
  if given ~= nil then
    check_columns(given, types, known, count)
    columns = given
  else
    for name in pairs(types) do columns[#columns + 1] = name end
  end
  for i, name in ipairs(columns) do numbers[i] = types[name] == "number" or types[name] == nil end
  return list, columns, numbers
end

local function first_key(value)
  local first
  for key in pairs(value) do first = first or key end
  return first
end

local example = 'write { { country = "KGZ", value = 1 }, … }'

--- tide.print(rows [, { columns =, title = }]): a table on the standard output.
function run.print(list, options)
  options = options or {}
  if type(list) ~= "table" then
    engine.raise(("tide.print takes a list of records, not a %s"):format(type(list)), example)
  elseif type(options) ~= "table" then
    engine.raise(("the options of tide.print are a table, not a %s"):format(type(options)),
      'write tide.print(rows, { columns = { "country", "value" } })')
  elseif rawlen(list) == 0 and rawget(list, "columns") == nil and first_key(list) then
    engine.raise("tide.print takes a list of records, not one record", example)
  end
  local known = { columns = true, title = true }
  for name in pairs(options) do
    if not known[name] then
      local near = engine.nearest(tostring(name), known)
      engine.raise(("tide.print has no option '%s'"):format(name),
        near and ("did you mean '%s'?"):format(near) or "it has columns and title")
    end
  end
  return engine.call("print", {}, { title = options.title }, read_list(list, options.columns))
end

local function read_result(value)
  if type(value) ~= "table" then
    engine.raise(("the script returns a %s, not a list of records"):format(type(value)), example)
  elseif rawlen(value) == 0 and rawget(value, "columns") == nil then
    local name = first_key(value)
    if name then
      engine.raise(("the script returns a table with '%s', not a list of records"):format(name),
        "`tidemark score --rule FILE.lua` scores by a rule; a free script may return a list: "
          .. example)
    end
  end
  return read_list(value)
end

return run, read_result
