--- What the `apply` of a scenario gets: countries with their indicators, which record what is to
--- happen to them and know no values.
local engine = ...

local acts = { shift = true, set = true, ramp = true, scale = true }

--- Words by which someone asks for a value.
local asked = { value = true, base = true, level = true, score = true, low = true, high = true }

local function depends(what)
  engine.refuse(
    ("'%s' has no value here: apply runs once, before there are any"):format(what),
    "say what is to happen to it: :shift adds to the value, :scale multiplies it, "
      .. ":set and :ramp bring it to another"
  )
end

--- Numbers, texts, booleans, and tables of these.
local function is_plain(value, depth)
  if type(value) == "number" then
    return value - value == 0
  elseif type(value) ~= "table" then
    return type(value) ~= "function" and type(value) ~= "userdata"
  end
  if getmetatable(value) ~= nil or depth == 0 then return false end
  for key, inner in pairs(value) do
    if not is_plain(inner, depth - 1) or not is_plain(key, 0) then return false end
  end
  return true
end

local function check_plain(act, name, value)
  if type(value) == "number" and value - value ~= 0 then
    engine.refuse(
      ("%s: %s is no number that can be used"):format(act, name),
      "it comes from a division by 0, or is beyond all numbers"
    )
  end
  if is_plain(value, 4) then return end
  if type(value) == "table" and getmetatable(value) == false then
    depends(tostring(value))
  end
  engine.refuse(
    ("%s: %s is a %s, but plain numbers and texts are expected"):format(act, name, type(value))
  )
end

--- The options of a call, a table that is ours.
local function options_of(act, options, more)
  if more ~= nil or (options ~= nil and type(options) ~= "table") then
    engine.refuse(
      ("%s takes a size and a table of options"):format(act),
      ('write :%s(1, { because = "…" }) or :%s({ 0.5, 1, 2 }, { because = "…" })'):format(act, act)
    )
  end
  local kept = {}
  for name, value in pairs(options or {}) do
    check_plain(act, tostring(name), value)
    kept[name] = value
  end
  return kept
end

return function(countries, nodes)
  local records, handles, methods = {}, {}, {}
  local country_ids, indicator_ids, shown = {}, {}, {}
  for _, node in ipairs(nodes) do
    if node.indicator then indicator_ids[node.id] = true end
  end

  local function record(act)
    return function(handle, size, options, more)
      local at = handles[handle]
      if not at then
        engine.refuse(
          ("'%s' is called with a dot, but it needs a colon"):format(act),
          ("write world.KGZ.cs_ngo_law:%s(…)"):format(act)
        )
      elseif size == nil then
        engine.refuse(
          ("%s is given no size"):format(act),
          "it is nil: a name without a value, or nothing was written"
        )
      end
      check_plain(act, "the size", size)
      records[#records + 1] = engine.mark {
        act = act,
        country = at.country,
        indicator = at.indicator,
        size = size,
        options = options_of(act, options, more),
      }
      return handle
    end
  end
  for act in pairs(acts) do
    methods[act] = record(act)
  end

  local function no_value(handle, other)
    local at = handles[handle] or handles[other]
    depends(at.indicator)
  end

  local function ask_handle(handle, name)
    if acts[name] then return methods[name] end
    local at = handles[handle]
    if asked[name] then
      depends(at.indicator)
    end
    local near = engine.nearest(tostring(name), acts)
    engine.refuse(
      ("%s has no '%s'"):format(at.indicator, tostring(name)),
      near and ("did you mean :%s(…)?"):format(near) or "it has shift, set, ramp and scale"
    )
  end

  local function assign_handle(handle, name)
    engine.refuse(
      ("'%s' of %s cannot be given a value"):format(tostring(name), handles[handle].indicator),
      'write :set(2, { because = "…" })'
    )
  end

  local of_handle = {
    __index = ask_handle,
    __newindex = assign_handle,
    __tostring = function(handle) return handles[handle].indicator end,
    __call = function(handle)
      engine.refuse(
        ("'%s' is no function"):format(handles[handle].indicator),
        "write :shift(…), :set(…), :ramp(…) or :scale(…)"
      )
    end,
  }
  for _, event in ipairs {
    "add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "concat", "len", "lt", "le",
  } do
    of_handle["__" .. event] = no_value
  end

  local function make_handle(country, indicator)
    local handle = engine.protect({}, of_handle)
    handles[handle] = { country = country, indicator = indicator }
    return handle
  end

  local function refuse_indicator(country, name)
    for _, node in ipairs(nodes) do
      if node.id == name then
        engine.refuse(
          ("'%s' is no indicator but a group of them"):format(name),
          "only indicators can be moved: name each of them"
        )
      end
    end
    if acts[name] then
      engine.refuse(
        ("'%s' stands behind a country, but only indicators can be moved"):format(name),
        ("write world.%s.cs_ngo_law:%s(…)"):format(country, name)
      )
    end
    local near = engine.nearest(tostring(name), indicator_ids)
    engine.refuse(
      ("the codebook has no indicator '%s'"):format(tostring(name)),
      near and ("did you mean %s?"):format(near)
    )
  end

  local function make_country(id)
    local inside = {}
    return engine.protect({}, {
      __index = function(_, name)
        if not indicator_ids[name] then
          refuse_indicator(id, name)
        end
        inside[name] = inside[name] or make_handle(id, name)
        return inside[name]
      end,
      __newindex = function(_, name, value)
        local size = type(value) == "number" and tostring(value) or "2"
        engine.refuse(
          ("'%s' cannot be given a value by ="):format(tostring(name)),
          ('write world.%s.%s:set(%s, { because = "…" })'):format(id, tostring(name), size)
        )
      end,
      __pairs = function(country)
        local at = 0
        return function()
          repeat
            at = at + 1
          until nodes[at] == nil or nodes[at].indicator
          if nodes[at] then return nodes[at].id, country[nodes[at].id] end
        end
      end,
      __tostring = function() return id end,
    })
  end

  local made = {}
  for _, country in ipairs(countries) do
    local proxy = country.inside and make_country(country.id) or false
    made[country.id] = proxy
    country_ids[country.id] = true
    for _, name in ipairs { country.id:lower(), country.name, country.name:lower() } do
      if made[name] == nil then
        made[name] = proxy
        shown[name] = true
      end
    end
  end

  local function refuse_country(name)
    if made[name] == false then
      engine.refuse(
        ("'%s' is not among the scenario's countries"):format(name),
        "add it to `countries`, or leave `countries` out"
      )
    end
    if indicator_ids[name] then
      engine.refuse(
        ("'%s' is an indicator, but world has countries"):format(name),
        ("write world.%s.%s"):format(countries[1] and countries[1].id or "KGZ", name)
      )
    end
    local word = tostring(name)
    local near = engine.nearest(word, country_ids) or engine.nearest(word, shown)
    engine.refuse(
      ("the project has no country '%s'"):format(word),
      near and ("did you mean %s?"):format(near)
    )
  end

  local world = engine.protect({}, {
    __index = function(_, name)
      local country = made[name] or (type(name) == "string" and made[name:lower()])
      if not country then
        refuse_country(name)
      end
      return country
    end,
    __newindex = function(_, name)
      engine.refuse(
        ("'%s' cannot be given to the world"):format(tostring(name)),
        "keep what you need in a local name"
      )
    end,
    __pairs = function()
      local at = 0
      return function()
        repeat
          at = at + 1
        until countries[at] == nil or countries[at].inside
        if countries[at] then return countries[at].id, made[countries[at].id] end
      end
    end,
    __len = function()
      engine.refuse("'world' has no length", "write for code, country in pairs(world) do … end")
    end,
    __tostring = function() return "world" end,
  })
  return world, records
end
