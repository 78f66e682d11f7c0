--- D2: a systemic review of donors' and IFIs' projects, budget support, consultancies and NGOs.
--- Time to half effect: 1 to 2 years, the middle is taken. Stable. It is judged to be needed before
--- D4 can be credible, without a figure: that is left out. X1 and X2 belong to it.
---@type tide.Lever
return {
  title     = "Review of projects and budget support",
  actor     = "EU, UK, World Bank, ADB, EBRD, UN",
  side      = "partners",
  mechanism = "redesign by evidence, with local participation",
  effects   = {
    ac_finance_safeguards = { 0.3, 1.0, 2.0, lag = "9 months", ramp = "18 months" },
    -- Judged as -5, 0, 0 points of 100. The scale is the root of the share of income, 0 to 10 %: at
    -- 5.5 % of income, where Kyrgyzstan and Tajikistan stand, 5 points are 0.71 %. A dip in
    -- disbursements in the first year, temporary: gone in the second.
    ac_aid_exposure       = { -0.71, 0, 0, ramp = "1 year", fade = "1 year" },
    co_public_sector      = { 0, 0.5, 2, lag = "9 months", ramp = "18 months" }, -- points of 100
  },
  saturate = true,
  chance   = 0.35,
  because  = "expert judgement of one person, September 2021",
}
