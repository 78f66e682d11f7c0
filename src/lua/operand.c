#include "lua/operand.h"

#include "lua/arithmetic.h"
#include "lua/row_run.h"
#include "lua/symbol.h"
#include "lua/trace.h"

#include <lauxlib.h>
#include <math.h>

enum { OPERAND_FEW = 3 };

struct operand operand_number(double number)
{
    return (struct operand){.kind = isnan(number) ? OPERAND_MISSING : OPERAND_NUMBER,
                            .number = number};
}

static bool runs_rows(lua_State *L)
{
    const struct running *running = sandbox_of(L)->running;
    return running && running->mode == RUNNING_ROWS;
}

struct operand operand_at(lua_State *L, int index)
{
    struct operand operand = {.kind = OPERAND_OTHER, .number = NAN};
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        return operand_number(lua_tonumber(L, index));
    case LUA_TNIL:
    case LUA_TNONE:
        operand.kind = OPERAND_MISSING;
        break;
    case LUA_TBOOLEAN:
        if (!lua_toboolean(L, index) && runs_rows(L))
            operand.kind = OPERAND_MISSING;
        break;
    case LUA_TSTRING:
        operand.kind = OPERAND_TEXT;
        break;
    case LUA_TUSERDATA:
        if (symbol_is(L, index, &operand.step)) {
            operand.kind = OPERAND_FIGURE;
            operand.is_text = trace_is_text(L, operand.step);
        }
        break;
    default:
        break;
    }
    return operand;
}

uint32_t operand_step(lua_State *L, struct operand operand)
{
    if (operand.kind == OPERAND_FIGURE)
        return operand.step;
    if (operand.kind == OPERAND_MISSING)
        return trace_step(L, &(struct step){.op = FORMULA_NIL}, NULL, 0);
    if (!isfinite(operand.number))
        trace_refuse(L, "calculates with a number that is not finite");
    return trace_step(L, &(struct step){.op = FORMULA_NUMBER, .number = operand.number}, NULL, 0);
}

struct operand operand_apply(lua_State *L, enum formula_op op, const struct operand *operands,
                             size_t count)
{
    double numbers[OPERAND_FEW];
    uint32_t steps[OPERAND_FEW];
    bool figures = false;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = operands[i].kind == OPERAND_NUMBER ? operands[i].number : NAN;
        figures = figures || operands[i].kind == OPERAND_FIGURE;
    }
    if (!figures)
        return operand_number(arithmetic_step(op, numbers, count, NULL));
    for (size_t i = 0; i < count; i++)
        steps[i] = operand_step(L, operands[i]);
    struct step step = {.op = op};
    if (op == FORMULA_SELECT)
        step.is_text = operands[1].is_text || operands[2].is_text;
    return (struct operand){.kind = OPERAND_FIGURE,
                            .step = trace_step(L, &step, steps, count),
                            .is_text = step.is_text};
}

struct operand operand_apply_1(lua_State *L, enum formula_op op, struct operand a)
{
    return operand_apply(L, op, &a, 1);
}

struct operand operand_apply_2(lua_State *L, enum formula_op op, struct operand a, struct operand b)
{
    struct operand both[] = {a, b};
    return operand_apply(L, op, both, 2);
}

void operand_push(lua_State *L, struct operand operand)
{
    const struct running *running = sandbox_of(L)->running;
    if (operand.kind == OPERAND_NUMBER)
        lua_pushnumber(L, operand.number);
    else if (running && running->mode == RUNNING_TRACE)
        symbol_push(L, operand_step(L, operand));
    else if (running)
        row_run_push_missing(L);
    else
        lua_pushnil(L);
}

const char *operand_word(lua_State *L, int index)
{
    static const char *const words[] = {
        [LUA_TNIL] = "nothing",       [LUA_TBOOLEAN] = "true or false",
        [LUA_TNUMBER] = "a number",   [LUA_TSTRING] = "a text",
        [LUA_TTABLE] = "a table",     [LUA_TFUNCTION] = "a function",
        [LUA_TUSERDATA] = "a figure", [LUA_TTHREAD] = "something else",
    };
    int type = lua_type(L, index);
    return type < 0 || type == LUA_TLIGHTUSERDATA ? "nothing" : words[type];
}
