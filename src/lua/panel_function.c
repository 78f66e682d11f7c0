#include "lua/panel_function.h"

#include "lua/operand.h"
#include "lua/row_run.h"
#include "lua/symbol.h"
#include "lua/trace.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

enum { PANEL_FUNCTION_LAG_MAX = 10000, PANEL_FUNCTION_GIVEN_BYTES = 96 };

/* Counts a call at a place; how many there were on this way or in this row. */
static uint32_t count_call(lua_State *L, struct running *running, enum formula_op op,
                           struct sandbox_place place)
{
    for (size_t i = 0; i < running->site_count; i++) {
        struct running_site *site = &running->sites[i];
        if (site->op == op && site->chunk == place.chunk && site->line == place.line)
            return ++site->calls;
    }
    if (running->site_count == RUNNING_SITES_MAX)
        return (uint32_t)sandbox_raise(L, ERR_SCRIPT_FORMULA, 1, "use a loop",
                                       "a function calls tide.lag and those that compare countries "
                                       "in more than %d places",
                                       RUNNING_SITES_MAX);
    running->sites[running->site_count++] = (struct running_site){op, place.chunk, place.line, 1};
    return 1;
}

/* The name under which rows are given this call's column. */
static void name_call(lua_State *L, enum formula_op op, const char *name, char *given)
{
    struct running *running = sandbox_of(L)->running;
    struct sandbox_place place = sandbox_where(L, 1);
    uint32_t calls = count_call(L, running, op, place);
    char chunk[16] = "";
    if (place.chunk != 0)
        snprintf(chunk, sizeof chunk, "%d/", (int)place.chunk);
    snprintf(given, PANEL_FUNCTION_GIVEN_BYTES, "@%s:%s%u:%u", name, chunk, place.line, calls);
}

/* A row has no column for the call: the function is not followed, or does not do in the row what it
 * did when it was followed. */
static void refuse_row(lua_State *L, const struct running *running, const char *name)
{
    char hint[RUNNING_REASON_BYTES + 16];
    snprintf(hint, sizeof hint, "because %s", running->function->untraced);
    if (*running->function->untraced)
        sandbox_raise(L, ERR_SCRIPT_FORMULA, 1, hint,
                      "tide.%s needs all countries and periods at once, but this function runs row "
                      "by row",
                      name);
    sandbox_raise(L, ERR_SCRIPT_FORMULA, 1,
                  "a comparison with ==, and, or, not may hide it: use <, > or tide.missing",
                  "tide.%s is called here, but was not when the function was followed", name);
}

/* Pushes the figure of a step with one operand, or in a row what it was given for it. */
static void push_call(lua_State *L, struct step *step, const char *name, struct operand operand)
{
    struct running *running = sandbox_of(L)->running;
    char given[PANEL_FUNCTION_GIVEN_BYTES];
    if (!running)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "call it in a function of the rule",
                      "tide.%s has no figures here", name);
    name_call(L, step->op, name, given);
    if (running->mode == RUNNING_ROWS) {
        if (!row_run_push_given(L, given))
            refuse_row(L, running, name);
        return;
    }
    uint32_t of = operand_step(L, operand);
    step->given = trace_text(L, given, strlen(given));
    symbol_push(L, trace_call(L, step, of));
}

static struct operand figure_at(lua_State *L, const char *name)
{
    struct operand operand = operand_at(L, 1);
    if (operand.kind == OPERAND_TEXT || operand.kind == OPERAND_OTHER || operand.is_text)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, NULL, "tide.%s takes a figure, not %s", name,
                      operand_word(L, 1));
    return operand;
}

/* The option `over`, the one there is. Static or alive with the argument. */
static const char *over_at(lua_State *L, const char *name)
{
    const char *over = "period";
    if (lua_isnoneornil(L, 2))
        return over;
    if (!lua_istable(L, 2))
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "write { over = \"period\" }",
                      "the second argument of tide.%s is a table of options, not %s", name,
                      operand_word(L, 2));
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const char *option = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "1";
        if (strcmp(option, "over") != 0)
            sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "it has over",
                          "tide.%s has no option '%s' for a figure", name, option);
        if (lua_type(L, -1) != LUA_TSTRING || lua_rawlen(L, -1) == 0)
            sandbox_raise(L, ERR_SCRIPT_OPTION, 1,
                          "\"all\", \"period\", \"country\" or one classification of countries",
                          "option 'over' of tide.%s is %s, but a text was expected", name,
                          operand_word(L, -1));
        over = lua_tostring(L, -1);
    }
    return over;
}

void panel_function_compare(lua_State *L, enum formula_op op, const char *name)
{
    struct operand operand = figure_at(L, name);
    const char *over = over_at(L, name);
    struct step step = {.op = op};
    const struct running *running = sandbox_of(L)->running;
    if (running && running->mode == RUNNING_TRACE)
        step.text = trace_text(L, over, strlen(over));
    push_call(L, &step, name, operand);
}

void panel_function_lag(lua_State *L)
{
    struct operand operand = figure_at(L, "lag");
    struct step step = {.op = FORMULA_LAG, .number = 1};
    int whole = 1;
    if (!lua_isnoneornil(L, 2) && !symbol_is(L, 2, NULL)) {
        step.number = lua_type(L, 2) == LUA_TNUMBER ? lua_tonumber(L, 2) : 0;
        lua_tointegerx(L, 2, &whole);
    } else if (!lua_isnoneornil(L, 2)) {
        whole = 0;
    }
    if (!whole || step.number < 1 || step.number > PANEL_FUNCTION_LAG_MAX)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 1, "write tide.lag(c.NAME, 1)",
                      "tide.lag looks back a whole number of periods, from 1");
    push_call(L, &step, "lag", operand);
}
