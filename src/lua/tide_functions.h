/* TIDE_FUNCTION(name, function, list, arguments, gives): the functions of the library `tide` that
 * compute. function is tide.c's, NULL where the figure `list` over a list is what it gives;
 * arguments and gives are for people. Those that compare countries stand last. */
TIDE_FUNCTION(mean, NULL, FORMULA_LIST_MEAN, " { c.a, c.b }", "mean of what is there")
TIDE_FUNCTION(sum, NULL, FORMULA_LIST_SUM, " { c.a, c.b }", "sum of what is there")
TIDE_FUNCTION(min, NULL, FORMULA_LIST_LEAST, " { c.a, c.b }", "least of what is there")
TIDE_FUNCTION(max, NULL, FORMULA_LIST_MOST, " { c.a, c.b }", "greatest of what is there")
TIDE_FUNCTION(sd, NULL, FORMULA_LIST_SD, " { c.a, c.b }", "standard deviation of what is there")
TIDE_FUNCTION(median, NULL, FORMULA_LIST_MEDIAN, " { c.a, c.b }", "median of what is there")
TIDE_FUNCTION(count, NULL, FORMULA_LIST_COUNT, " { c.a, c.b }", "how many are there")
TIDE_FUNCTION(missing, is_missing, FORMULA_NIL, "(x)", "true where x is missing")
TIDE_FUNCTION(default, with_default, FORMULA_NIL, "(x, v)", "x, or v where x is missing")
TIDE_FUNCTION(clamp, clamp, FORMULA_NIL, "(x, low, high)", "x kept between two ends")
TIDE_FUNCTION(lag, lag, FORMULA_NIL, "(x, 1)", "x one period earlier")
TIDE_FUNCTION(cdf_normal, cdf_normal, FORMULA_NIL, "(x)",
              "share of the normal distribution below x")
TIDE_FUNCTION(round, round_to, FORMULA_NIL, "(x, digits)", "x rounded, halves away from zero")
TIDE_FUNCTION(cut, cut, FORMULA_NIL, "(x, cuts, values)", "the value of the stretch that x is in")
TIDE_FUNCTION(rank, compare_rank, FORMULA_NIL, "(x)", "rank among the countries, 1 the lowest")
TIDE_FUNCTION(percentile, compare_percentile, FORMULA_NIL, "(x)",
              "rank from 0, the lowest, to 1, the highest")
TIDE_FUNCTION(zscore, compare_zscore, FORMULA_NIL, "(x)",
              "standard deviations from the countries' mean")
TIDE_FUNCTION(minmax, compare_minmax, FORMULA_NIL, "(x)", "from 0, the lowest country's, to 1")
