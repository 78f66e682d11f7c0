#include "lua/symbol.h"

#include "lua/operand.h"
#include "lua/trace.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

/* Keys of the registry: the metatable, and figures by step. */
static const char metatable_key = 'y', figures_key = 'z';

/* trace says which of the state's traces made it. */
struct symbol {
    uint32_t trace;
    uint32_t step;
};

void symbol_forget(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &figures_key);
}

void symbol_push(lua_State *L, uint32_t step)
{
    luaL_checkstack(L, 4, NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &figures_key);
    if (lua_rawgeti(L, -1, (lua_Integer)step + 1) != LUA_TNIL) {
        lua_remove(L, -2);
        return;
    }
    lua_pop(L, 1);
    struct symbol *symbol = lua_newuserdatauv(L, sizeof *symbol, 0);
    *symbol = (struct symbol){sandbox_of(L)->traces, step};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, (lua_Integer)step + 1);
    lua_remove(L, -2);
}

bool symbol_is(lua_State *L, int index, uint32_t *step)
{
    const struct symbol *symbol = lua_touserdata(L, index);
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    if (!same)
        return false;
    const struct sandbox *sandbox = sandbox_of(L);
    if (!sandbox->running || sandbox->running->mode != RUNNING_TRACE ||
        symbol->trace != sandbox->traces)
        sandbox_raise(L, ERR_SCRIPT_RUN, 1, "give a function its figures as arguments",
                      "a figure was kept from an earlier country or period");
    if (step)
        *step = symbol->step;
    return true;
}

void symbol_refuse_arguments(lua_State *L, const char *name)
{
    const struct running *running = sandbox_of(L)->running;
    int count = running && running->mode == RUNNING_TRACE ? lua_gettop(L) : 0;
    for (int i = 1; i <= count; i++)
        if (symbol_is(L, i, NULL))
            trace_refuse(L, "gives %s a figure, which it takes for a thing and not for a number",
                         name);
}

/* Upvalue 1 is the operation. An operand that is no number raises Lua's own error. */
static int operate(lua_State *L)
{
    enum formula_op op = (enum formula_op)lua_tointeger(L, lua_upvalueindex(1));
    struct operand operands[2];
    int count = op == FORMULA_NEG ? 1 : 2; /* Lua gives the operand of a minus twice */
    for (int i = 0; i < count; i++) {
        operands[i] = operand_at(L, i + 1);
        if (operands[i].kind == OPERAND_TEXT || operands[i].is_text)
            return trace_refuse(L, "calculates with a text");
        if (operands[i].kind != OPERAND_NUMBER && operands[i].kind != OPERAND_FIGURE)
            return luaL_error(L, "attempt to perform arithmetic on a %s value",
                              luaL_typename(L, i + 1));
    }
    operand_push(L, operand_apply(L, op, operands, (size_t)count));
    return 1;
}

/* A whole number that no double holds is compared exactly by Lua, and could not be here. */
static void check_compared(lua_State *L, int index, const struct operand *operand)
{
    if (operand->kind == OPERAND_TEXT || operand->is_text)
        trace_refuse(L, "compares a text with a figure");
    if (operand->kind != OPERAND_NUMBER && operand->kind != OPERAND_FIGURE)
        luaL_error(L, "attempt to compare a figure with a %s value", luaL_typename(L, index));
    if (lua_isinteger(L, index) && fabs(operand->number) > 0x1p53)
        trace_refuse(L, "compares with a whole number too large to be held exactly");
}

/* a < b of figures: decided, and remembered. An end that is infinite leaves no choice. */
static bool is_less(lua_State *L, struct operand a, struct operand b)
{
    if (a.kind == OPERAND_NUMBER && isinf(a.number)) {
        uint32_t itself[] = {b.step, b.step};
        uint32_t never = trace_step(L, &(struct step){.op = FORMULA_LESS}, itself, 2);
        return trace_decide_known(L, never, false) || a.number < 0;
    }
    if (b.kind == OPERAND_NUMBER && isinf(b.number)) {
        uint32_t itself[] = {a.step, a.step};
        uint32_t never = trace_step(L, &(struct step){.op = FORMULA_LESS}, itself, 2);
        return trace_decide_known(L, never, false) || b.number > 0;
    }
    struct operand condition = operand_apply_2(L, FORMULA_LESS, a, b);
    if (a.kind == b.kind && a.step == b.step)
        return trace_decide_known(L, condition.step, false);
    return trace_decide(L, condition.step);
}

static int less(lua_State *L)
{
    struct operand a = operand_at(L, 1), b = operand_at(L, 2);
    check_compared(L, 1, &a);
    check_compared(L, 2, &b);
    lua_pushboolean(L, is_less(L, a, b));
    return 1;
}

/* a <= b is not b < a, so that a script that asks both is not thought to have four ways. */
static int less_or_equal(lua_State *L)
{
    struct operand a = operand_at(L, 1), b = operand_at(L, 2);
    check_compared(L, 1, &a);
    check_compared(L, 2, &b);
    lua_pushboolean(L, !is_less(L, b, a));
    return 1;
}

/* Two figures, not the same one. As in Lua a missing value equals a missing value and no other, and
 * nothing is missing for it. */
static int equal(lua_State *L)
{
    struct operand a = operand_at(L, 1), b = operand_at(L, 2);
    if (a.is_text || b.is_text)
        return trace_refuse(L, "compares texts that differ by country");
    struct operand both = operand_apply_2(L, FORMULA_MUL, operand_apply_1(L, FORMULA_IS_MISSING, a),
                                          operand_apply_1(L, FORMULA_IS_MISSING, b));
    struct operand condition =
        operand_apply_2(L, FORMULA_DEFAULT, operand_apply_2(L, FORMULA_EQUAL, a, b), both);
    lua_pushboolean(L, trace_decide(L, condition.step));
    return 1;
}

/* Upvalue 1 says what the script does with a figure that cannot be followed. */
static int refuse(lua_State *L)
{
    return trace_refuse(L, "%s", lua_tostring(L, lua_upvalueindex(1)));
}

static void set_operations(lua_State *L)
{
    static const struct {
        const char *event;
        enum formula_op op;
    } operations[] = {
        {"__add", FORMULA_ADD}, {"__sub", FORMULA_SUB}, {"__mul", FORMULA_MUL},
        {"__div", FORMULA_DIV}, {"__mod", FORMULA_MOD}, {"__pow", FORMULA_POW},
        {"__unm", FORMULA_NEG},
    };
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        lua_pushinteger(L, operations[i].op);
        lua_pushcclosure(L, operate, 1);
        lua_setfield(L, -2, operations[i].event);
    }
}

static void set_refusals(lua_State *L)
{
    static const struct {
        const char *event, *what;
    } refusals[] = {
        {"__idiv", "divides a figure with //, where math.floor(a / b) could be followed"},
        {"__band", "takes a figure for bits"},
        {"__bor", "takes a figure for bits"},
        {"__bxor", "takes a figure for bits"},
        {"__bnot", "takes a figure for bits"},
        {"__shl", "takes a figure for bits"},
        {"__shr", "takes a figure for bits"},
        {"__concat", "joins a figure to a text"},
        {"__len", "takes a figure for a list"},
        {"__index", "takes a figure for a table"},
        {"__newindex", "takes a figure for a table"},
        {"__call", "takes a figure for a function"},
    };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        lua_pushstring(L, refusals[i].what);
        lua_pushcclosure(L, refuse, 1);
        lua_setfield(L, -2, refusals[i].event);
    }
}

void symbol_install(lua_State *L)
{
    static const luaL_Reg comparisons[] = {
        {"__lt", less}, {"__le", less_or_equal}, {"__eq", equal}, {NULL, NULL}};
    lua_newtable(L);
    luaL_setfuncs(L, comparisons, 0);
    set_operations(L);
    set_refusals(L);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "figure");
    lua_setfield(L, -2, "__name");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
}
