#include "lua/tide.h"

#include "lua/arithmetic.h"
#include "lua/decode.h"
#include "lua/operand.h"
#include "lua/panel_function.h"
#include "lua/row_run.h"
#include "lua/symbol.h"
#include "lua/trace.h"
#include "lua/value_function.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

/* A list so long that a kill may find it being read is noted. */
enum { TIDE_DIGITS_MAX = 15, TIDE_LIST_MAX = 65536 };

static const char *name_of(lua_State *L)
{
    return lua_tostring(L, lua_upvalueindex(1));
}

/* An argument that is a number, a figure or missing. */
static struct operand number_at(lua_State *L, int index)
{
    struct operand operand = operand_at(L, index);
    if (lua_isnone(L, index))
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, NULL, "tide.%s is called without what it is of",
                      name_of(L));
    if (operand.kind == OPERAND_TEXT || operand.kind == OPERAND_OTHER || operand.is_text)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, NULL, "tide.%s takes figures and numbers, not %s",
                      name_of(L), operand_word(L, index));
    return operand;
}

/* A list: keys from 1, with gaps where something is missing. Its greatest key. */
static lua_Integer check_list(lua_State *L)
{
    lua_Integer most = 0;
    if (!lua_istable(L, 1))
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "write { c.NAME, c.NAME } or c:children(\"ID\")",
                      "tide.%s takes a list here, not %s", name_of(L), operand_word(L, 1));
    if (lua_getmetatable(L, 1))
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1,
                      "a method of the rule's table has brackets, as in pillar = tide.mean(); a "
                      "list of figures is { c.NAME, c.NAME }",
                      "tide.%s is given c itself", name_of(L));
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING)
            sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "a list of figures has no options",
                          "tide.%s has '%s' in its list", name_of(L), lua_tostring(L, -2));
        lua_Integer key = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
        if (key < 1 || key > TIDE_LIST_MAX)
            sandbox_raise(L, ERR_SCRIPT_OPTION, 1, NULL,
                          "tide.%s takes a list of at most %d, with keys from 1", name_of(L),
                          TIDE_LIST_MAX);
        most = key > most ? key : most;
    }
    return most;
}

/* The items of the list, in memory that Lua frees; *figures: some are. */
static struct operand *read_list(lua_State *L, lua_Integer count, bool *figures)
{
    struct operand *items = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *items, 0);
    *figures = false;
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        struct operand item = items[i - 1] = operand_at(L, -1);
        if (item.kind == OPERAND_TEXT || item.kind == OPERAND_OTHER || item.is_text)
            sandbox_raise(L, ERR_SCRIPT_OPTION, 1, NULL,
                          "item %d of the list that tide.%s takes is %s", (int)i, name_of(L),
                          operand_word(L, -1));
        *figures = *figures || item.kind == OPERAND_FIGURE;
        lua_pop(L, 1);
    }
    return items;
}

static struct operand list_step(lua_State *L, enum formula_op op, const struct operand *items,
                                size_t count)
{
    uint32_t *operands = lua_newuserdatauv(L, (count + 1) * sizeof *operands, 0);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].kind != OPERAND_MISSING)
            operands[used++] = operand_step(L, items[i]);
    uint32_t step = trace_step(L, &(struct step){.op = op}, operands, used);
    return (struct operand){.kind = OPERAND_FIGURE, .step = step};
}

static int of_list(lua_State *L, enum formula_op op)
{
    bool figures;
    size_t count = (size_t)check_list(L);
    const struct operand *items = read_list(L, (lua_Integer)count, &figures);
    if (figures) {
        operand_push(L, list_step(L, op, items, count));
        return 1;
    }
    double *numbers = lua_newuserdatauv(L, (2 * count + 1) * sizeof *numbers, 0);
    for (size_t i = 0; i < count; i++)
        numbers[i] = items[i].kind == OPERAND_NUMBER ? items[i].number : NAN;
    operand_push(L, operand_number(arithmetic_step(op, numbers, count, numbers + count)));
    return 1;
}

/* tide.missing(x): nothing is missing for it, so it is answered on every way. */
static int is_missing(lua_State *L)
{
    struct operand operand = operand_at(L, 1);
    if (operand.kind == OPERAND_FIGURE)
        lua_pushboolean(L, trace_decide(L, operand_apply_1(L, FORMULA_IS_MISSING, operand).step));
    else
        lua_pushboolean(L, operand.kind == OPERAND_MISSING);
    return 1;
}

static int with_default(lua_State *L)
{
    struct operand value = number_at(L, 1), otherwise = number_at(L, 2);
    if (value.kind == OPERAND_MISSING && lua_isnumber(L, 2))
        lua_pushnumber(L, lua_tonumber(L, 2));
    else
        operand_push(L, operand_apply_2(L, FORMULA_DEFAULT, value, otherwise));
    return 1;
}

static int clamp(lua_State *L)
{
    struct operand value = number_at(L, 1), low = number_at(L, 2), high = number_at(L, 3);
    if (low.kind == OPERAND_NUMBER && high.kind == OPERAND_NUMBER && low.number > high.number)
        return sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "write tide.clamp(x, lowest, highest)",
                             "tide.clamp has its ends the wrong way round");
    value = operand_apply_2(L, FORMULA_MOST, value, low);
    operand_push(L, operand_apply_2(L, FORMULA_LEAST, value, high));
    return 1;
}

/* How many digits behind the point, 0 where none are given; below 0 before it. */
static int digits_at(lua_State *L)
{
    int whole = 1;
    lua_Integer digits = 0;
    if (!lua_isnoneornil(L, 2))
        digits = lua_type(L, 2) == LUA_TNUMBER ? lua_tointegerx(L, 2, &whole) : TIDE_DIGITS_MAX + 1;
    if (!whole || digits > TIDE_DIGITS_MAX || digits < -TIDE_DIGITS_MAX)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "write tide.round(x, 1)",
                      "tide.round takes a whole number of digits, from -%d to %d", TIDE_DIGITS_MAX,
                      TIDE_DIGITS_MAX);
    return (int)digits;
}

static int round_to(lua_State *L)
{
    struct operand value = number_at(L, 1);
    int digits = digits_at(L);
    double power = 1;
    for (int i = 0; i < digits || i < -digits; i++)
        power *= 10;
    struct operand unit = operand_number(power);
    if (digits != 0)
        value = operand_apply_2(L, digits > 0 ? FORMULA_MUL : FORMULA_DIV, value, unit);
    value = operand_apply_1(L, FORMULA_ROUND, value);
    if (digits != 0)
        value = operand_apply_2(L, digits > 0 ? FORMULA_DIV : FORMULA_MUL, value, unit);
    operand_push(L, value);
    return 1;
}

static int cdf_normal(lua_State *L)
{
    operand_push(L, operand_apply_1(L, FORMULA_CDF_NORMAL, number_at(L, 1)));
    return 1;
}

/* The cuts of tide.cut, ascending; how many there are. */
static lua_Integer check_cuts(lua_State *L)
{
    lua_Integer count = lua_istable(L, 2) ? (lua_Integer)lua_rawlen(L, 2) : 0;
    double before = -INFINITY;
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 2, i);
        double cut = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
        if (!(cut > before) || !isfinite(cut))
            sandbox_raise(L, ERR_SCRIPT_OPTION, 1,
                          "write tide.cut(x, { 2.5, 5 }, { \"F\", \"PF\", "
                          "\"NF\" })",
                          "the cuts of tide.cut are numbers that ascend");
        before = cut;
        lua_pop(L, 1);
    }
    if (count == 0 || !lua_istable(L, 3) || (lua_Integer)lua_rawlen(L, 3) != count + 1)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1,
                      "write tide.cut(x, { 2.5, 5 }, { \"F\", \"PF\", "
                      "\"NF\" })",
                      "tide.cut takes a list of cuts and one of values, one more");
    return count;
}

/* One of the values of tide.cut, as a figure. */
static struct operand cut_value(lua_State *L, lua_Integer index)
{
    lua_rawgeti(L, 3, index);
    struct operand value = operand_at(L, -1);
    if (value.kind == OPERAND_TEXT) {
        size_t length = 0;
        const char *bytes = lua_tolstring(L, -1, &length);
        if (!decode_is_text((struct text){bytes, length}))
            sandbox_raise(
                L, ERR_SCRIPT_OPTION, 1, NULL,
                "value %d of tide.cut is a text that is too long, no UTF-8, or has control "
                "characters",
                (int)index);
        struct step step = {
            .op = FORMULA_TEXT, .text = trace_text(L, bytes, length), .is_text = true};
        value = (struct operand){.kind = OPERAND_FIGURE, .is_text = true};
        value.step = trace_step(L, &step, NULL, 0);
    } else if (value.kind == OPERAND_OTHER) {
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, NULL, "value %d of tide.cut is %s", (int)index,
                      operand_word(L, -1));
    }
    lua_pop(L, 1);
    return value;
}

/* From the highest value down: the lowest cut that x is below decides. */
static int cut_figure(lua_State *L, struct operand value, lua_Integer count)
{
    struct operand result = cut_value(L, count + 1);
    for (lua_Integer i = count; i >= 1; i--) {
        lua_rawgeti(L, 2, i);
        struct operand parts[] = {
            operand_apply_2(L, FORMULA_LESS, value, operand_number(lua_tonumber(L, -1))),
            cut_value(L, i), result};
        lua_pop(L, 1);
        if (parts[1].is_text != result.is_text && parts[1].kind == OPERAND_FIGURE)
            sandbox_raise(L, ERR_SCRIPT_OPTION, 1, NULL,
                          "the values of tide.cut are numbers or texts, not both");
        result = operand_apply(L, FORMULA_SELECT, parts, 3);
    }
    operand_push(L, result);
    return 1;
}

static int cut(lua_State *L)
{
    struct operand value = number_at(L, 1);
    lua_Integer count = check_cuts(L), at = 1;
    if (value.kind == OPERAND_FIGURE)
        return cut_figure(L, value, count);
    if (value.kind == OPERAND_MISSING) {
        operand_push(L, value);
        return 1;
    }
    for (; at <= count; at++) {
        lua_rawgeti(L, 2, at);
        if (value.number < lua_tonumber(L, -1))
            break;
    }
    lua_rawgeti(L, 3, at);
    if (lua_type(L, -1) == LUA_TNUMBER)
        lua_pushnumber(L, lua_tonumber(L, -1));
    return 1;
}

static int compare_rank(lua_State *L)
{
    panel_function_compare(L, FORMULA_RANK, "rank");
    return 1;
}

static int compare_percentile(lua_State *L)
{
    panel_function_compare(L, FORMULA_PERCENTILE, "percentile");
    return 1;
}

static int compare_zscore(lua_State *L)
{
    panel_function_compare(L, FORMULA_ZSCORE, "zscore");
    return 1;
}

static int compare_minmax(lua_State *L)
{
    panel_function_compare(L, FORMULA_MINMAX, "minmax");
    return 1;
}

static int lag(lua_State *L)
{
    panel_function_lag(L);
    return 1;
}

/* How each function of value_function.h is done; of a list where it does nothing else. */
static const struct way {
    lua_CFunction function;
    enum formula_op list;
} ways[VALUE_FUNCTIONS] = {
    [VALUE_FUNCTION_MEAN] = {NULL, FORMULA_LIST_MEAN},
    [VALUE_FUNCTION_SUM] = {NULL, FORMULA_LIST_SUM},
    [VALUE_FUNCTION_MIN] = {NULL, FORMULA_LIST_LEAST},
    [VALUE_FUNCTION_MAX] = {NULL, FORMULA_LIST_MOST},
    [VALUE_FUNCTION_SD] = {NULL, FORMULA_LIST_SD},
    [VALUE_FUNCTION_MEDIAN] = {NULL, FORMULA_LIST_MEDIAN},
    [VALUE_FUNCTION_COUNT] = {NULL, FORMULA_LIST_COUNT},
    [VALUE_FUNCTION_MISSING] = {is_missing, FORMULA_NIL},
    [VALUE_FUNCTION_DEFAULT] = {with_default, FORMULA_NIL},
    [VALUE_FUNCTION_CLAMP] = {clamp, FORMULA_NIL},
    [VALUE_FUNCTION_ROUND] = {round_to, FORMULA_NIL},
    [VALUE_FUNCTION_CUT] = {cut, FORMULA_NIL},
    [VALUE_FUNCTION_CDF_NORMAL] = {cdf_normal, FORMULA_NIL},
    [VALUE_FUNCTION_LAG] = {lag, FORMULA_NIL},
    [VALUE_FUNCTION_RANK] = {compare_rank, FORMULA_NIL},
    [VALUE_FUNCTION_PERCENTILE] = {compare_percentile, FORMULA_NIL},
    [VALUE_FUNCTION_ZSCORE] = {compare_zscore, FORMULA_NIL},
    [VALUE_FUNCTION_MINMAX] = {compare_minmax, FORMULA_NIL},
};

/* Whether the script wants the method: it writes the rule's table, and gives options or nothing,
 * and no list to a function of lists. */
static bool wants_method(lua_State *L, const struct way *value)
{
    if (sandbox_of(L)->running || lua_gettop(L) > 1)
        return false;
    if (!lua_istable(L, 1) || value->function)
        return true;
    bool list = lua_rawgeti(L, 1, 1) != LUA_TNIL;
    lua_pop(L, 1);
    return !list;
}

static int call_method(lua_State *L)
{
    if (sandbox_of(L)->running)
        return sandbox_raise(L, ERR_SCRIPT_OPTION, 1,
                             "in a function write what is to be computed: c.NAME, math, tide.mean "
                             "{ c.NAME, … }",
                             "tide.%s is a method of the rule's table, and computes nothing",
                             name_of(L));
    lua_pushvalue(L, lua_upvalueindex(3));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* Upvalues: the name, the number of the value function or -1, the method or nil. */
static int call(lua_State *L)
{
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));
    const struct way *value = at < 0 ? NULL : &ways[at];
    bool method = lua_toboolean(L, lua_upvalueindex(3));
    if (!value || (method && wants_method(L, value)))
        return call_method(L);
    return value->function ? value->function(L) : of_list(L, value->list);
}

int tide_value(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    lua_Integer at = -1;
    for (int i = 0; i < VALUE_FUNCTIONS; i++)
        if (strcmp(value_function_at((enum value_function_id)i)->name, name) == 0)
            at = i;
    lua_settop(L, 2);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, at);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, call, 3);
    return 1;
}

void tide_push_names(lua_State *L)
{
    lua_createtable(L, VALUE_FUNCTIONS, 0);
    for (int i = 0; i < VALUE_FUNCTIONS; i++) {
        lua_pushstring(L, value_function_at((enum value_function_id)i)->name);
        lua_rawseti(L, -2, i + 1);
    }
}
