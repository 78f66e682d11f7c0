--- The library `tide` as rules see it. Each method gives a plain table: its name under "@", and its
--- options as they were given. What they mean is decided where rules are read.
local engine = ...

--- The options each method has, and what kind each must be.
local methods = {
  goalposts = { to = "table", clip = "boolean" },
  mean      = {},
  geometric = { floor = "number" },
}

local words = {
  boolean = "true or false",
  number  = "a number",
  table   = "two numbers, as in { 0, 100 }",
}

--- A sentence and perhaps a hint about an option the method does not have.
local function unknown_option(name, option, kinds)
  local known = {}
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

local function is_pair(value)
  return rawlen(value) == 2 and type(value[1]) == "number" and type(value[2]) == "number"
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
      return unknown_option(name, option, kinds)
    end
    if type(value) ~= kind or (kind == "table" and not is_pair(value)) then
      return ("option '%s' of tide.%s must be %s"):format(option, name, words[kind])
    end
  end
end

--- The raise stands in the function the script calls, so that the error is at the script's line.
local function method(name, kinds)
  return function(options)
    local sentence, hint = problem_of(name, options or {}, kinds)
    if sentence then
      engine.raise(1, sentence, hint)
    end
    local result = { ["@"] = name }
    for option, value in pairs(options or {}) do
      result[option] = value
    end
    return engine.mark(result)
  end
end

local tide = { rule = engine.rule }
for name, kinds in pairs(methods) do
  tide[name] = method(name, kinds)
end
return tide
