--- What leverage needs, and no published figure or coding of data/ gives: the first coding of 2021
--- by one hand, a level either way. It names no passage for these, so it is an assumption here.
return {
  KAZ = {
    ac_market_finance_exposure = { 2, 3, 4 },
    ac_finance_safeguards      = { 0, 1, 2 },
  },
  KGZ = {
    ac_clause_strength         = { 2, 3, 4 },
  },
  TJK = {
    ac_clause_strength         = { 1, 2, 3 },
    ac_finance_safeguards      = { 0, 1, 2 },
    ac_targeted_accountability = { 0, 0, 1 },
  },
  because = "first coding of 2021 by one hand, which names no passage for it",
}
