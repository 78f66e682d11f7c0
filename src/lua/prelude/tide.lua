--- The library `tide` as rules see it. Each method gives a plain table: its name under "@", and its
--- options as they were given. What they mean is decided where rules are read. Some names compute
--- too, in the functions of a rule: tide.mean { c.a, c.b }.
local engine = ...

--- A sentence, nil if the value fits; and how one that does is written.
local check = {}

local function is_number(value)
  return type(value) == "number" and value == value
end

--- The bounds of an option in words, nil when it has none or all numbers are within.
local function problem_of_bounds(option, numbers)
  if option.least >= option.most then return end
  for _, number in ipairs(numbers) do
    if number < option.least then
      return ("at least %s"):format(option.least)
    elseif number > option.most then
      return ("at most %s"):format(option.most)
    end
  end
end

local function is_list(value, is_item)
  if type(value) ~= "table" then return false end
  local count = 0
  for key in pairs(value) do
    count = count + 1
    if math.type(key) ~= "integer" or not is_item(value[key]) then return false end
  end
  return count > 0 and count == rawlen(value)
end

function check.number(value, option)
  if not is_number(value) then return "a number" end
  return problem_of_bounds(option, { value })
end

function check.boolean(value)
  if type(value) ~= "boolean" then return "true or false" end
end

function check.pair(value, option)
  if not is_list(value, is_number) or rawlen(value) ~= 2 then
    return "two numbers, as in { 0, 100 }"
  elseif value[1] >= value[2] then
    return "two numbers, the lower first"
  end
  return problem_of_bounds(option, value)
end

function check.numbers(value, option)
  if not is_list(value, is_number) then return "a list of numbers, as in { 10, 20, 50 }" end
  return problem_of_bounds(option, value)
end

function check.matrix(value, option)
  local function is_row(row)
    return is_list(row, is_number) and rawlen(row) == rawlen(value)
  end
  if not is_list(value, is_row) then
    return "a list of lists of numbers, as many as each has, as in { { 1, 2 }, { 1 / 2, 1 } }"
  end
  for _, row in ipairs(value) do
    local problem = problem_of_bounds(option, row)
    if problem then return problem end
  end
end

--- '"mean", "median" or "row"'.
local function list_words(option)
  local words = {}
  for word in option.words:gmatch("%S+") do
    words[#words + 1] = ("%q"):format(word)
  end
  local last = table.remove(words)
  return #words == 0 and last or table.concat(words, ", ") .. " or " .. last
end

function check.word(value, option)
  for word in option.words:gmatch("%S+") do
    if value == word then return end
  end
  return list_words(option)
end

local function is_text(value)
  return type(value) == "string" and value ~= ""
end

function check.text(value)
  if not is_text(value) then return "a text" end
end

function check.over(value)
  if not is_text(value) and not is_list(value, is_text) then
    return 'a text or a list of texts, such as "period" or { "region", "period" }'
  end
end

--- A sentence and perhaps a hint about an option the method does not have.
local function unknown_option(name, option, value, kinds)
  local known = {}
  if type(option) ~= "string" then
    return ("tide.%s is given a value without a name: %s"):format(name, tostring(value)),
      "write NAME = value; the mark in a number is a point: 0.5"
  end
  for each in pairs(kinds) do known[#known + 1] = each end
  if #known == 0 then
    return ("tide.%s has no options, but '%s' is given"):format(name, option)
  end
  local near = engine.nearest(tostring(option), kinds)
  local hint = "it has " .. table.concat(known, ", ")
  if near then
    hint = ("did you mean '%s'?"):format(near)
  end
  return ("tide.%s has no option '%s'"):format(name, option), hint
end

--- What is wrong with the options, nil if nothing is.
local function problem_of(name, options, kinds)
  if type(options) ~= "table" then
    return ("tide.%s takes a table of options, not a %s"):format(name, type(options)),
      ("write tide.%s { … }"):format(name)
  end
  for option, value in pairs(options) do
    local kind = kinds[option]
    if not kind then
      return unknown_option(name, option, value, kinds)
    end
    local expected = check[kind.kind](value, kind)
    if expected then
      local given = type(value)
      local but = ""
      if kind.kind == "number" and given ~= "number" then
        but = (", but is a %s"):format(given == "string" and "text" or given)
      end
      return ("option '%s' of tide.%s must be %s%s"):format(option, name, expected, but)
    end
  end
  for option, kind in pairs(kinds) do
    if kind.required and options[option] == nil then
      local hint = kind.meaning
      if kind.words then
        hint = ("write %s = %s"):format(option, list_words(kind))
      end
      return ("tide.%s needs the option '%s'"):format(name, option), hint
    end
  end
end

local function method(name)
  local kinds
  return function(options)
    kinds = kinds or engine.options(name)
    local sentence, hint = problem_of(name, options or {}, kinds)
    if sentence then
      engine.raise(sentence, hint)
    end
    local result = { ["@"] = name }
    for option, value in pairs(options or {}) do
      result[option] = value
    end
    return engine.mark(result)
  end
end

local tide = { rule = engine.rule }
for _, name in ipairs(engine.values) do
  tide[name] = engine.value(name)
end
for _, name in ipairs(engine.methods) do
  tide[name] = engine.value(name, method(name))
end
return tide
