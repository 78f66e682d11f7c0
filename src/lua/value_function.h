/* The functions of `tide` that compute: one row each, from which the library itself, help, the
 * pages and the annotations for editors come. */
#ifndef TIDEMARK_LUA_VALUE_FUNCTION_H
#define TIDEMARK_LUA_VALUE_FUNCTION_H

enum value_function_id {
    VALUE_FUNCTION_MEAN,
    VALUE_FUNCTION_SUM,
    VALUE_FUNCTION_MIN,
    VALUE_FUNCTION_MAX,
    VALUE_FUNCTION_SD,
    VALUE_FUNCTION_MEDIAN,
    VALUE_FUNCTION_COUNT,
    VALUE_FUNCTION_MISSING,
    VALUE_FUNCTION_DEFAULT,
    VALUE_FUNCTION_CLAMP,
    VALUE_FUNCTION_LAG,
    VALUE_FUNCTION_CDF_NORMAL,
    VALUE_FUNCTION_ROUND,
    VALUE_FUNCTION_CUT,
    VALUE_FUNCTION_RANK,
    VALUE_FUNCTION_PERCENTILE,
    VALUE_FUNCTION_ZSCORE,
    VALUE_FUNCTION_MINMAX,
    VALUE_FUNCTIONS
};

/* An argument and what it is in annotations; a name that ends with "?" may be left out. */
enum { VALUE_FUNCTION_ARGUMENTS_MAX = 3 };
struct value_function_argument {
    const char *name; /* NULL: no more */
    const char *lua;
};

/* written is what stands behind tide.NAME: " { c.a, c.b }". */
struct value_function {
    const char *name;
    const char *written;
    const char *gives;
    struct value_function_argument arguments[VALUE_FUNCTION_ARGUMENTS_MAX];
    const char *returns;
};

/* The row of a function. */
const struct value_function *value_function_at(enum value_function_id id);

#endif
