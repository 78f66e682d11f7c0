#include "lua/value_function.h"

#define OF_LIST " { c.a, c.b }"
#define LIST {{"list", "number[]"}}, "number"
#define COMPARED {{"x", "number"}, {"options?", "tide.Compared"}}, "number"

static const struct value_function functions[VALUE_FUNCTIONS] = {
    [VALUE_FUNCTION_MEAN] = {"mean", OF_LIST, "mean of what is there", LIST},
    [VALUE_FUNCTION_SUM] = {"sum", OF_LIST, "sum of what is there", LIST},
    [VALUE_FUNCTION_MIN] = {"min", OF_LIST, "least of what is there", LIST},
    [VALUE_FUNCTION_MAX] = {"max", OF_LIST, "greatest of what is there", LIST},
    [VALUE_FUNCTION_SD] = {"sd", OF_LIST, "standard deviation of what is there", LIST},
    [VALUE_FUNCTION_MEDIAN] = {"median", OF_LIST, "median of what is there", LIST},
    [VALUE_FUNCTION_COUNT] = {"count", OF_LIST, "how many are there", LIST},
    [VALUE_FUNCTION_MISSING] =
        {"missing", "(x)", "true where x is missing", {{"x", "number?"}}, "boolean"},
    [VALUE_FUNCTION_DEFAULT] = {"default",
                                "(x, v)",
                                "x, or v where x is missing",
                                {{"x", "number?"}, {"v", "number"}},
                                "number"},
    [VALUE_FUNCTION_CLAMP] = {"clamp",
                              "(x, low, high)",
                              "x kept between two ends",
                              {{"x", "number"}, {"low", "number"}, {"high", "number"}},
                              "number"},
    [VALUE_FUNCTION_LAG] = {"lag",
                            "(x, 1)",
                            "x one period earlier",
                            {{"x", "number"}, {"periods", "integer"}},
                            "number"},
    [VALUE_FUNCTION_CDF_NORMAL] = {"cdf_normal",
                                   "(x)",
                                   "share of the normal distribution below x",
                                   {{"x", "number"}},
                                   "number"},
    [VALUE_FUNCTION_ROUND] = {"round",
                              "(x, digits)",
                              "x rounded, halves away from zero",
                              {{"x", "number"}, {"digits?", "integer"}},
                              "number"},
    [VALUE_FUNCTION_CUT] = {"cut",
                            "(x, cuts, values)",
                            "the value of the stretch that x is in",
                            {{"x", "number"}, {"cuts", "number[]"}, {"values", "T[]"}},
                            "T"},
    [VALUE_FUNCTION_RANK] = {"rank", "(x)", "rank among the countries, 1 the lowest", COMPARED},
    [VALUE_FUNCTION_PERCENTILE] = {"percentile", "(x)",
                                   "rank from 0, the lowest, to 1, the highest", COMPARED},
    [VALUE_FUNCTION_ZSCORE] = {"zscore", "(x)", "standard deviations from the countries' mean",
                               COMPARED},
    [VALUE_FUNCTION_MINMAX] = {"minmax", "(x)", "from 0, the lowest country's, to 1", COMPARED},
};

const struct value_function *value_function_at(enum value_function_id id)
{
    return &functions[id];
}
