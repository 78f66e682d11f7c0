--- X1: reduce or rethink direct budget support, to Kyrgyzstan and Tajikistan. Part of D2 and D4; it
--- has the time of D2, since none of its own was judged, and no chance.
---@type tide.Lever
return {
  title   = "Less direct budget support",
  actor   = "donors",
  side    = "partners",
  effects = {
    -- Judged as -5 to -20 points of 100, the middle taken as the likeliest. The scale is the root
    -- of the share of income, 0 to 10 %: at 5.5 % of income, where both countries stand, 20, 12.5
    -- and 5 points are 2.56, 1.69 and 0.71 %.
    ac_aid_exposure       = { -2.56, -1.69, -0.71, lag = "9 months", ramp = "18 months" },
    ac_finance_safeguards = { 1, 1, 1, lag = "9 months", ramp = "18 months" },
  },
  saturate = true,
  because  = "expert judgement of one person, September 2021",
}
