#include "lua/row_run.h"

#include "lua/encode.h"
#include "lua/figures.h"
#include "lua/missing.h"
#include "lua/row_output.h"

#include <fenv.h>
#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Key of the registry: names as texts of Lua, for filling c. */
static const char keys_key = 'k';

/* Raised by a calculation whose result is not finite. */
enum { ROW_RUN_FLAGS = FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW };

static struct row_run *run_of(lua_State *L)
{
    return sandbox_of(L)->running->rows;
}

bool row_run_has_missing(lua_State *L)
{
    return run_of(L)->has_missing;
}

void row_run_push_missing(lua_State *L)
{
    struct row_run *run = run_of(L);
    if (!run->has_missing)
        missing_allow(L);
    run->has_missing = true;
    if (run->function->nil_missing)
        lua_pushnil(L);
    else
        lua_pushboolean(L, 0);
}

void row_run_push_input(lua_State *L, uint32_t name)
{
    struct row_run *run = run_of(L);
    uint32_t input = run->input_of[name];
    if (input == NAMES_NONE)
        sandbox_raise(L, ERR_SCRIPT_FORMULA, 1, NULL, "'%s' is not among what this run was given",
                      run->function->names->items[name].id);
    if (!run->is_asked[name])
        run->asked[run->asked_count++] = name;
    run->is_asked[name] = true;
    double value = run->cells[run->row * run->input_count + input];
    if (isnan(value))
        row_run_push_missing(L);
    else
        lua_pushnumber(L, value);
}

bool row_run_push_given(lua_State *L, const char *given)
{
    const struct row_run *run = run_of(L);
    size_t at = 0;
    while (at < run->given_count && !text_is(run->given[at].name, given))
        at++;
    if (at == run->given_count)
        return false;
    double value = run->cells[run->row * run->input_count + run->given[at].input];
    if (isnan(value))
        row_run_push_missing(L);
    else
        lua_pushnumber(L, value);
    return true;
}

bool row_run_prints(lua_State *L)
{
    const struct row_run *run = run_of(L);
    return !run->probes && run->row < run->wanted;
}

void row_run_touch(lua_State *L)
{
    struct row_run *run = run_of(L);
    struct sandbox_place place = sandbox_where(L, 1);
    run->touches = true;
    run->line = place.chunk == 0 ? place.line : 0;
    sandbox_of(L)->running->aborted = true;
    lua_pushlightuserdata(L, run);
    lua_error(L);
}

/* Replaces numbers that are not finite in the registers of the innermost function by missing ones.
 * Registers that are not in use hold what was there before, which does no harm. */
static void watch(lua_State *L, lua_Debug *info)
{
    struct row_run *run = run_of(L);
    if (!run->always_watched && !fetestexcept(ROW_RUN_FLAGS))
        return;
    feclearexcept(ROW_RUN_FLAGS);
    const char *name;
    for (int i = 1; (name = lua_getlocal(L, info, i)) != NULL; i++) {
        bool odd = lua_type(L, -1) == LUA_TNUMBER && !lua_isinteger(L, -1) &&
                   !isfinite(lua_tonumber(L, -1)) && strcmp(name, "(for state)") != 0;
        lua_pop(L, 1);
        if (!odd)
            continue;
        row_run_push_missing(L);
        lua_setlocal(L, info, i);
    }
}

/* Puts the figures of this row that scripts ask for into c, at index. keys is where the names are.
 * Where nil is what is missing it stays out, and is asked for again. */
static void fill(lua_State *L, struct row_run *run, int c, int keys)
{
    const double *cells = run->cells + run->row * run->input_count;
    bool missing = false;
    for (size_t i = 0; i < run->asked_count; i++) {
        uint32_t name = run->asked[i];
        double value = cells[run->input_of[name]];
        lua_rawgeti(L, keys, (lua_Integer)name + 1);
        missing = missing || isnan(value);
        if (!isnan(value))
            lua_pushnumber(L, value);
        else if (run->function->nil_missing)
            lua_pushnil(L);
        else
            lua_pushboolean(L, 0);
        lua_rawset(L, c);
    }
    if (missing)
        missing_allow(L);
    run->has_missing = missing;
}

/* Runs the function over the row, with the function, c and the names at 1, 2 and 3. */
static void run_once(lua_State *L, struct row_run *run)
{
    struct running *running = sandbox_of(L)->running;
    running->aborted = false;
    running->site_count = 0;
    run->touches = false;
    row_output_clear(run);
    fill(L, run, 2, 3);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    if (run->watched || run->always_watched)
        lua_sethook(L, watch, LUA_MASKCOUNT, 1);
    lua_call(L, 1, LUA_MULTRET);
    enum results_kind kind = results_read(L, lua_gettop(L) - 3, row_output_add, run);
    if (kind != RESULTS_UNKNOWN && run->kind != RESULTS_UNKNOWN && kind != run->kind)
        results_raise(L, "return a table on every way: { NAME = …, NAME = … }",
                      "a function of a rule returns a number in one row and a table in another");
    if (kind != RESULTS_UNKNOWN)
        run->kind = kind;
    lua_settop(L, 3);
}

/* Back to how scripts are run, after a row. */
static void leave_row(lua_State *L, struct row_run *run)
{
    if (run->watched || run->always_watched)
        lua_sethook(L, NULL, 0, 0);
    if (run->has_missing)
        missing_forbid(L);
    run->has_missing = false;
}

/* Whether the row must be run again, watched. */
static bool is_doubtful(struct row_run *run)
{
    bool doubtful = fetestexcept(ROW_RUN_FLAGS) != 0;
    if (doubtful)
        feclearexcept(ROW_RUN_FLAGS);
    doubtful = doubtful && !run->watched && !run->always_watched;
    run->watched = doubtful;
    return doubtful;
}

/* Runs rows until one raises an error. */
static int run_rows(lua_State *L)
{
    struct row_run *run = run_of(L);
    while (run->row < run->rows) {
        run_once(L, run);
        leave_row(L, run);
        if (!is_doubtful(run))
            run->row++;
    }
    return 0;
}

/* A loop up to a missing value is as a comparison with one. */
static bool is_missing_bound(const struct row_run *run, const struct sandbox_failure *failure)
{
    return run->has_missing && failure->code == ERR_SCRIPT_RUN &&
           strstr(failure->sentence, "'for' ") && strstr(failure->sentence, "number expected");
}

/* What became of a row that ended with an error: true when the others can go on. */
static bool may_go_on(lua_State *L, struct row_run *run)
{
    struct sandbox *sandbox = sandbox_of(L);
    if (sandbox->stopped)
        return false;
    if (!run->touches && is_missing_bound(run, &sandbox->failure)) {
        run->touches = true;
        run->line = sandbox->failure.place.chunk == 0 ? sandbox->failure.place.line : 0;
    }
    leave_row(L, run);
    if (is_doubtful(run))
        return true;
    row_output_clear(run);
    if (!run->touches)
        return false;
    if (run->row < run->wanted && run->touched++ == 0)
        run->touched_line = run->line;
    run->row++;
    return true;
}

/* Lua's own texts of the names, for fill. */
static void push_keys(lua_State *L, const struct names *names)
{
    lua_createtable(L, (int)names->count, 0);
    for (uint32_t i = 0; i < names->count; i++) {
        lua_pushstring(L, names->items[i].id);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* The processor shows what calculations did, but for some simulated ones. */
static bool has_flags(void)
{
    volatile double zero = 0, infinite = 1;
    feclearexcept(ROW_RUN_FLAGS);
    infinite = infinite / zero;
    bool shown = fetestexcept(FE_DIVBYZERO) != 0;
    feclearexcept(ROW_RUN_FLAGS);
    return shown;
}

static int run_all(lua_State *L)
{
    struct row_run *run = lua_touserdata(L, 1);
    row_output_forget_texts(L);
    push_keys(L, run->function->names);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &keys_key);
    run->always_watched = !has_flags();
    do {
        lua_settop(L, 1);
        lua_pushcfunction(L, run_rows);
        encode_push_function(L, run->function->reference);
        figures_push(L);
        lua_rawgetp(L, LUA_REGISTRYINDEX, &keys_key);
    } while (sandbox_try(L, 3) != LUA_OK && may_go_on(L, run));
    run->failed = run->row < run->rows;
    return 0;
}

bool row_run(struct sandbox *sandbox, struct row_run *run)
{
    struct running running = {.mode = RUNNING_ROWS, .function = run->function, .rows = run};
    sandbox->running = &running;
    bool good = sandbox_call(sandbox, run_all, run) && !run->failed;
    sandbox->running = NULL;
    return good;
}
