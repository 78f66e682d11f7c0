#include "lua/row_output.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Key of the registry: the texts among the results, and their numbers. */
static const char texts_key = 'x';

enum { ROW_OUTPUT_TEXT_BYTES_MAX = 4 * 1024 * 1024 };

void row_output_forget_texts(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &texts_key);
}

void row_output_clear(struct row_run *run)
{
    for (size_t i = 0; i < run->output_count; i++) {
        struct row_state_output *output = &run->outputs[i];
        output->values[run->row] = output->low[run->row] = output->high[run->row] = NAN;
        output->texts[run->row] = 0;
    }
}

/* The number of a text among the results, from 1. */
static uint32_t number_of_text(lua_State *L, struct row_run *run, struct text text)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &texts_key);
    lua_pushlstring(L, text.bytes, text.length);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) == LUA_TNIL) {
        if (run->texts.length + text.length > ROW_OUTPUT_TEXT_BYTES_MAX)
            results_raise(L, NULL, "the results hold more than 4 MiB of different texts");
        protocol_put_text(&run->texts, text.bytes, text.length);
        lua_pushvalue(L, -2);
        lua_pushinteger(L, ++run->text_count);
        lua_rawset(L, -5);
        lua_pop(L, 3);
        return run->text_count;
    }
    uint32_t number = (uint32_t)lua_tointeger(L, -1);
    lua_pop(L, 3);
    return number;
}

bool row_output_make(struct row_run *run, struct text name, bool text, bool interval)
{
    if (run->output_count == FORMULA_RESULTS_MAX || name.length >= sizeof run->outputs->name)
        return false;
    struct row_state_output *output = &run->outputs[run->output_count];
    output->values = malloc(run->rows * sizeof(double) + 1);
    output->low = malloc(run->rows * sizeof(double) + 1);
    output->high = malloc(run->rows * sizeof(double) + 1);
    output->texts = calloc(run->rows + 1, sizeof(uint32_t));
    run->output_count++;
    if (!output->values || !output->low || !output->high || !output->texts)
        return false;
    memcpy(output->name, name.bytes, name.length);
    output->name[name.length] = '\0';
    output->name_length = name.length;
    output->text = text;
    output->interval = interval;
    for (size_t i = 0; i < run->rows; i++)
        output->values[i] = output->low[i] = output->high[i] = NAN;
    return true;
}

/* The output of a result that this row has. */
static struct row_state_output *output_of(lua_State *L, struct row_run *run, struct text name,
                                          bool text, bool interval)
{
    struct row_state_output *found = NULL;
    for (size_t i = 0; i < run->output_count && !found; i++)
        if (name.length == run->outputs[i].name_length &&
            memcmp(name.bytes, run->outputs[i].name, name.length) == 0)
            found = &run->outputs[i];
    if (!found && run->probes) {
        bool room = run->output_count < FORMULA_RESULTS_MAX;
        if (!row_output_make(run, name, text, interval) && room)
            sandbox_raise_memory(L);
        if (!room)
            luaL_error(L, "a function of a rule returns more than %d results", FORMULA_RESULTS_MAX);
        found = &run->outputs[run->output_count - 1];
    }
    if (found && run->probes)
        found->interval = found->interval || interval;
    if (!found)
        results_raise(L, "return every result on every way, with tide.default or nil where missing",
                      "the result '%.*s' was not there when the function was tried on made-up "
                      "figures",
                      (int)name.length, name.bytes);
    if (found->text != text)
        results_raise(L, NULL, "the result '%s' is a number in one row and a text in another",
                      found->name);
    if (interval && !found->interval)
        results_raise(L, NULL,
                      "the result '%s' has an interval here, but had none when the "
                      "function was tried on made-up figures",
                      found->name);
    return found;
}

static double number_of(const struct operand *operand)
{
    return operand->kind == OPERAND_NUMBER && isfinite(operand->number) ? operand->number : NAN;
}

void row_output_add(lua_State *L, void *context, struct text name, const struct results_item *item)
{
    struct row_run *run = context;
    bool text = item->value.kind == OPERAND_TEXT;
    if (item->value.kind == OPERAND_MISSING && !item->interval)
        return;
    struct row_state_output *output = output_of(L, run, name, text, item->interval);
    if (text) {
        output->texts[run->row] = number_of_text(L, run, item->text);
        return;
    }
    output->values[run->row] = number_of(&item->value);
    output->low[run->row] = number_of(&item->low);
    output->high[run->row] = number_of(&item->high);
}
