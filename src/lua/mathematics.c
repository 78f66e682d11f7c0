#include "lua/mathematics.h"

#include "lua/arithmetic.h"
#include "lua/operand.h"
#include "lua/row_run.h"
#include "lua/sandbox.h"
#include "lua/trace.h"

#include "base/elementary.h"
#include "base/random.h"

#include <lauxlib.h>
#include <math.h>

/* Whether the value at index is to be calculated with here: a figure, a missing value that is known
 * to be one, a number with a fraction. Others are left to Lua, and so are its errors. */
static bool is_ours(lua_State *L, int index)
{
    const struct running *running = sandbox_of(L)->running;
    struct operand operand = operand_at(L, index);
    if (operand.kind == OPERAND_FIGURE || lua_type(L, index) == LUA_TNUMBER)
        return !operand.is_text && !lua_isinteger(L, index);
    return operand.kind == OPERAND_MISSING && running->mode == RUNNING_ROWS &&
           row_run_has_missing(L);
}

/* Whether one of the arguments is ours and the others are numbers. */
static bool are_ours(lua_State *L, int count)
{
    bool some = false;
    if (!sandbox_of(L)->running)
        return false;
    for (int i = 1; i <= count; i++) {
        bool ours = is_ours(L, i);
        if (!ours && lua_type(L, i) != LUA_TNUMBER)
            return false;
        some = some || ours;
    }
    return some;
}

/* Upvalues: the operation, Lua's own function. */
static int of_one(lua_State *L)
{
    enum formula_op op = (enum formula_op)lua_tointeger(L, lua_upvalueindex(1));
    if (!are_ours(L, 1))
        return lua_tocfunction(L, lua_upvalueindex(2))(L);
    operand_push(L, operand_apply_1(L, op, operand_at(L, 1)));
    return 1;
}

/* math.huge at the end that never wins is left out. */
static bool never_wins(enum formula_op op, struct operand operand)
{
    return operand.kind == OPERAND_NUMBER && isinf(operand.number) &&
           (op == FORMULA_MOST) == (operand.number < 0);
}

static int least_or_most(lua_State *L)
{
    enum formula_op op = (enum formula_op)lua_tointeger(L, lua_upvalueindex(1));
    int count = lua_gettop(L);
    if (!are_ours(L, count))
        return lua_tocfunction(L, lua_upvalueindex(2))(L);
    struct operand result = operand_at(L, 1);
    for (int i = 2; i <= count; i++) {
        struct operand next = operand_at(L, i);
        if (never_wins(op, result))
            result = next;
        else if (!never_wins(op, next))
            result = operand_apply_2(L, op, result, next);
    }
    operand_push(L, result);
    return 1;
}

/* log x / log base, made whole where base to that power is x. */
static struct operand logarithm_to(lua_State *L, struct operand x, struct operand base)
{
    struct operand zero = operand_number(0), half = operand_number(0.5);
    struct operand quotient = operand_apply_2(L, FORMULA_DIV, operand_apply_1(L, FORMULA_LOG, x),
                                              operand_apply_1(L, FORMULA_LOG, base));
    struct operand whole =
        operand_apply_1(L, FORMULA_FLOOR, operand_apply_2(L, FORMULA_ADD, quotient, half));
    struct operand off =
        operand_apply_1(L, FORMULA_ABS, operand_apply_2(L, FORMULA_SUB, quotient, whole));
    struct operand near = operand_apply_2(L, FORMULA_LESS, off, operand_number(1e-9));
    struct operand power = operand_apply_2(L, FORMULA_POW, base, whole);
    struct operand exact =
        operand_apply_2(L, FORMULA_DEFAULT, operand_apply_2(L, FORMULA_EQUAL, power, x), zero);
    struct operand inner[] = {exact, whole, quotient};
    struct operand outer[] = {near, operand_apply(L, FORMULA_SELECT, inner, 3), quotient};
    return operand_apply(L, FORMULA_SELECT, outer, 3);
}

/* math.log(x [, base]): Lua takes log2 and log10 of the C library for these bases, whose last bits
 * differ between machines. A power of the base gives its exact exponent. */
static int logarithm(lua_State *L)
{
    bool based = !lua_isnoneornil(L, 2);
    if (are_ours(L, based ? 2 : 1)) {
        struct operand x = operand_at(L, 1);
        operand_push(L, based ? logarithm_to(L, x, operand_at(L, 2))
                              : operand_apply_1(L, FORMULA_LOG, x));
        return 1;
    }
    double x = luaL_checknumber(L, 1), result = elementary_log(x);
    if (based) {
        double base = luaL_checknumber(L, 2);
        result /= elementary_log(base);
        double whole = floor(result + 0.5);
        double powers[] = {base, whole};
        if (fabs(result - whole) < 1e-9 && arithmetic_step(FORMULA_POW, powers, 2, NULL) == x)
            result = whole;
    }
    lua_pushnumber(L, result);
    return 1;
}

/* Number 1, 2, … of the script's own stream, 64 bits of it. */
static uint64_t draw(lua_State *L)
{
    struct sandbox *sandbox = sandbox_of(L);
    if (sandbox->running)
        sandbox_raise(L, ERR_SCRIPT_NAME, 1,
                      "draw at the top of the script, into a local name that the function reads",
                      "math.random is not available in a function of a rule, which must give the "
                      "same for the same figures");
    uint64_t call = sandbox->random.calls++, stream = sandbox->random.stream;
    uint64_t seed = sandbox->random.seed;
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    const uint32_t counter[4] = {(uint32_t)call, (uint32_t)(call >> 32), (uint32_t)stream,
                                 (uint32_t)(stream >> 32)};
    uint32_t block[4];
    random_philox(counter, key, block);
    return (uint64_t)block[0] << 32 | block[1];
}

/* math.random([m [, n]]) as Lua's own. A whole number is the product's upper half, so that none of
 * a range of r is more than r / 2^64 likelier than another. */
static int chance(lua_State *L)
{
    int count = lua_gettop(L);
    lua_Integer low = 1, high = 0;
    if (count > 2)
        return luaL_error(L, "wrong number of arguments");
    if (count > 0)
        high = luaL_checkinteger(L, count);
    if (count == 2)
        low = luaL_checkinteger(L, 1);
    bool all_bits = count == 1 && high == 0;
    luaL_argcheck(L, count == 0 || all_bits || low <= high, count, "interval is empty");
    uint64_t bits = draw(L), span = (uint64_t)high - (uint64_t)low + 1;
    if (count == 0)
        lua_pushnumber(L, (double)(bits >> 11) * 0x1p-53);
    else if (all_bits || span == 0)
        lua_pushinteger(L, (lua_Integer)bits);
    else
        lua_pushinteger(
            L, (lua_Integer)((uint64_t)low + (uint64_t)((unsigned __int128)bits * span >> 64)));
    return 1;
}

void mathematics_replace(lua_State *L)
{
    static const struct {
        const char *name;
        enum formula_op op;
        lua_CFunction function;
    } functions[] = {{"abs", FORMULA_ABS, of_one},        {"sqrt", FORMULA_SQRT, of_one},
                     {"exp", FORMULA_EXP, of_one},        {"floor", FORMULA_FLOOR, of_one},
                     {"ceil", FORMULA_CEIL, of_one},      {"min", FORMULA_LEAST, least_or_most},
                     {"max", FORMULA_MOST, least_or_most}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_pushinteger(L, functions[i].op);
        lua_getfield(L, -2, functions[i].name);
        lua_pushcclosure(L, functions[i].function, 2);
        lua_setfield(L, -2, functions[i].name);
    }
    lua_pushcfunction(L, logarithm);
    lua_setfield(L, -2, "log");
    lua_pushcfunction(L, chance);
    lua_setfield(L, -2, "random");
}
