--- S3: the listening state delivers, in Kazakhstan.
--- Expected: half a level to one level in civic space and media; political pluralism two years
--- behind; Kazakhstan may pass Kyrgyzstan. The story knows no January 2022: run it with
--- --as-known 2021-12-31, or what was observed since stands in the base.
local practice = {
  "pp_opposition_safety", "pp_physical_integrity", "pp_transnational_repression",
  "pp_extremism_law", "pp_party_registration", "pp_elections",
  "cs_ngo_inspection", "cs_activist_safety", "cs_assembly", "cs_trade_unions", "cs_gender_lgbt",
  "cs_privacy_surveillance",
  "mf_journalist_safety", "mf_online_access", "mf_online_expression", "mf_independent_media",
  "co_public_sector",
}

--- How much of what is enacted is done: a factor on all that is not law alone.
local function done(share)
  local scale = {}
  for _, id in ipairs(practice) do scale[id] = share end
  return scale
end

---@type tide.Scenario
return {
  title     = "Listening state delivers",
  question  = "How much of the gain does the gap between law and practice erase?",
  from      = "2022",
  to        = "2026",
  countries = { "KAZ", "KGZ" },
  pull      = {
    R2 = { KAZ = 0.5 }, R3 = { KAZ = 0.7 }, R4 = { KAZ = 0.5 }, R5 = { KAZ = 0.4 },
    R6 = { KAZ = 0.5 }, R7 = { KAZ = 0.6 }, R8 = { KAZ = 0.6 },
  },
  branches  = {
    { name = "all is done", weight = 1 / 3 },
    {
      name = "half is done", weight = 1 / 3, scale = done(0.5),
      because = "a share of 0.5 in practice; no source gives its chance",
    },
    {
      name = "law alone", weight = 1 / 3, scale = done(0),
      because = "nothing in practice; no source gives its chance",
    },
  },
  because   = "strengths as judged by one person, September 2021",
}
