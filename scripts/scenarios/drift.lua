--- S4: authoritarian drift in Kyrgyzstan.
--- Expected: Kyrgyzstan converges to Kazakhstan; its leverage falls too.
--- The block of Azattyk is in the observed values of independent media since 2022; only online
--- access, which nobody publishes, is moved here.
---@type tide.Scenario
return {
  title     = "Authoritarian drift",
  question  = "When does Kyrgyzstan stop being the regional outlier?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  pull      = { R3 = { KGZ = -0.7 }, R4 = { KGZ = -0.7 }, R6 = { KGZ = -0.7 } },
  assume    = require "leverage_2021",
  apply     = function(world)
    local kgz = world.KGZ
    kgz.cs_ngo_law:shift(-2, {
      id = "foreign_agent_law", because = "assumption of this story: a law on foreign agents",
    })
    kgz.mf_online_access:shift(-1, {
      from = "2022-10-26", because = "Azattyk blocked, as the event kgz-2022-10-azattyk is judged",
    })
    kgz.ac_aid_exposure:scale({ 0.43, 0.68, 0.85 }, {
      after = "foreign_agent_law",
      because = "after such laws aid falls by 32 %, 15 to 57 % across specifications",
    })
  end,
  because   = "strengths as judged by one person, September 2021",
}
