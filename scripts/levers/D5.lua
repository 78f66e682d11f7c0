--- D5: moderation in local languages; reporting and redress.
--- Time to half effect: 6 to 12 months, the middle is taken. It ends with its funding, which lasts
--- while it is pulled.
---@type tide.Lever
return {
  title     = "Moderation in local languages",
  actor     = "platforms, under pressure of regulators",
  side      = "partners",
  mechanism = "moderators for Tajik, Kyrgyz and Kazakh, appeals, networks taken down",
  effects   = {
    mf_state_trolling    = { 0.1, 0.4, 0.9, lag = "4 months", ramp = "10 months" },
    cs_gender_lgbt       = { 0, 0.1, 0.3, lag = "4 months", ramp = "10 months" },
    cs_activist_safety   = { 0, 0.1, 0.4, lag = "4 months", ramp = "10 months" },
    -- Governments may use the same channels to demand removals. Judged as -0.2 to 0.
    mf_online_expression = { -0.2, -0.1, 0, lag = "4 months", ramp = "10 months" },
  },
  saturate = true,
  chance   = 0.20,
  because  = "expert judgement of one person, September 2021",
}
