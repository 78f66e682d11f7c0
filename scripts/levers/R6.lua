--- R6: protect independent media, journalists and bloggers.
--- Time to half effect: access at once, law 6 to 12 months, the stock of media 2 to 4 years; the
--- middle of each is taken. What ends with an order to the police counts at once, like access.
---@type tide.Lever
return {
  title     = "Protect media, journalists and bloggers",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "an end to harassment, to blocking, and to libel and insult as offences",
  parts     = {
    a = {
      title   = "End harassment by police and security services",
      effects = {
        mf_journalist_safety = { 0.3, 1.0, 1.8 },
        mf_online_expression = { 0.2, 0.7, 1.3 },
        mf_independent_media = { 0, 0.4, 1.0, lag = "18 months", ramp = "3 years" },
        -- Freer media find more: perceived corruption worsens by up to 2 points in the first year,
        -- and is back by the third.
        co_public_sector     = { -2, -1, 0, ramp = "1 year", fade = "2 years" },
      },
    },
    b = {
      title   = "Stop blocking",
      effects = { mf_online_access = { 0.3, 1.0, 2.0 } },
    },
    c = {
      title        = "Reform of libel, and of honour and dignity",
      effects      = {
        mf_defamation_insult = { 0.3, 1.0, 2.0, lag = "4 months", ramp = "10 months" },
      },
      interactions = {
        {
          unless  = { "R6a", "R6b" },
          scale   = 0.5,
          because = "alone: offences of false information take the place of libel",
        },
      },
    },
  },
  half_life = "3 years",
  saturate  = true,
  chance    = { KGZ = 0.20, TJK = 0.03, KAZ = 0.20 },
  because   = "expert judgement of one person, September 2021",
  evidence  = {
    "Kyrgyzstan: false-information law of August 2021, first block of a major outlet in October "
      .. "2022, 14 months from law to use",
  },
}
