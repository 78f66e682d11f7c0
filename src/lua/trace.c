#include "lua/trace.h"

#include "lua/encode.h"
#include "lua/explain.h"
#include "lua/figures.h"
#include "lua/results.h"
#include "lua/row_frame.h"
#include "lua/scan.h"
#include "lua/symbol.h"
#include "lua/trace_merge.h"
#include "lua/trace_state.h"

#include <fenv.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Raised by a calculation whose result is not finite. In rows such a result is missing; between
 * plain numbers nothing here would see it. */
enum { TRACE_FLAGS = FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW };

static struct trace *trace_of(lua_State *L)
{
    return sandbox_of(L)->running->trace;
}

static int refuse_at(lua_State *L, struct sandbox_place place, const char *sentence)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct trace *trace = sandbox->running->trace;
    sandbox->running->aborted = true;
    trace->refused = true;
    trace->place = place;
    snprintf(trace->sentence, sizeof trace->sentence, "%s", sentence);
    return sandbox_raise_at(L, ERR_SCRIPT_RUN, place, NULL, "%s", sentence);
}

int trace_refuse(lua_State *L, const char *format, ...)
{
    char sentence[PROTOCOL_SENTENCE_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(sentence, sizeof sentence, format, list);
    va_end(list);
    return refuse_at(L, sandbox_where(L, 1), sentence);
}

/* The line of the rule's own script that is being run, 0 in another file. */
static uint32_t line_of(lua_State *L)
{
    struct sandbox_place place = sandbox_where(L, 1);
    return place.chunk == 0 ? place.line : 0;
}

uint32_t trace_step(lua_State *L, const struct step *step, const uint32_t *operands, size_t count)
{
    struct steps *steps = &trace_of(L)->steps;
    size_t before = steps->count;
    uint32_t added = steps_add(steps, step, operands, count);
    if (steps->failed)
        sandbox_raise_memory(L);
    if (added == STEPS_NONE)
        trace_refuse(L, "makes more than %d steps", FORMULA_STEPS_MAX);
    if (added >= before && step->line == 0)
        steps->items[added].line = line_of(L);
    return added;
}

uint32_t trace_text(lua_State *L, const char *bytes, size_t length)
{
    uint32_t text = steps_text(&trace_of(L)->steps, bytes, length);
    if (trace_of(L)->steps.failed)
        sandbox_raise_memory(L);
    if (text == 0)
        trace_refuse(L, "needs more than %d texts", STEPS_TEXTS_MAX);
    return text;
}

bool trace_is_text(lua_State *L, uint32_t step)
{
    return trace_of(L)->steps.items[step].is_text;
}

static bool decide(lua_State *L, struct trace_state_decision decision)
{
    struct trace *trace = trace_of(L);
    for (size_t i = 0; i < trace->depth; i++)
        if (trace->path[i].condition == decision.condition)
            return trace->path[i].answer;
    if (trace->depth == TRACE_CONDITIONS_MAX)
        trace_refuse(L, "compares more than %d times on one way", TRACE_CONDITIONS_MAX);
    if (trace->depth < trace->prefix) {
        const struct trace_state_decision *before = &trace->path[trace->depth];
        if (before->condition != decision.condition || before->known != decision.known)
            trace_refuse(L, "does something else when it is run again");
        decision = *before;
    } else {
        decision.line = line_of(L);
    }
    trace->path[trace->depth++] = decision;
    return decision.answer;
}

bool trace_decide(lua_State *L, uint32_t condition)
{
    return decide(L, (struct trace_state_decision){.condition = condition, .answer = true});
}

bool trace_decide_known(lua_State *L, uint32_t condition, bool answer)
{
    return decide(
        L, (struct trace_state_decision){.condition = condition, .answer = answer, .known = true});
}

/* Adds an item to an array of count items. */
static void *append(lua_State *L, void *array, size_t count, const void *item, size_t size)
{
    char *grown = realloc(array, (count + 1) * size);
    if (!grown)
        sandbox_raise_memory(L);
    memcpy(grown + count * size, item, size);
    return grown;
}

uint32_t trace_call(lua_State *L, const struct step *step, uint32_t operand)
{
    struct trace *trace = trace_of(L);
    uint32_t site = trace_step(L, step, NULL, 0);
    const struct trace_state_call call = {site, operand, trace->depth};
    bool known = false;
    for (size_t i = 0; i < trace->site_count; i++) {
        const struct step *other = &trace->steps.items[trace->sites[i]];
        known = known || trace->sites[i] == site;
        if (trace->sites[i] != site && other->given == step->given)
            trace_refuse(L, "compares or looks back over one thing on one way and over another on "
                            "another");
    }
    if (!known) {
        trace->sites = append(L, trace->sites, trace->site_count, &site, sizeof site);
        trace->site_count++;
    }
    trace->calls = append(L, trace->calls, trace->call_count, &call, sizeof call);
    trace->call_count++;
    return site;
}

bool trace_prints(lua_State *L)
{
    return trace_of(L)->prints;
}

/* What a function that is called holds, which tracing may not see. */
static void note_call(lua_State *L, lua_Debug *info)
{
    struct sandbox *sandbox = sandbox_of(L);
    if (!sandbox->running || !sandbox->running->trace || !lua_getinfo(L, "S", info))
        return;
    int chunk = sandbox_chunk(sandbox, info->source);
    sandbox->running->trace->marks |=
        sandbox_marks(sandbox, chunk, info->linedefined, info->lastlinedefined);
}

static uint32_t step_of_text(lua_State *L, struct text text)
{
    uint32_t number = trace_text(L, text.bytes, text.length);
    return trace_step(L, &(struct step){.op = FORMULA_TEXT, .text = number, .is_text = true}, NULL,
                      0);
}

/* Adds a result to the last leaf. */
static void add_result(lua_State *L, void *context, struct text name,
                       const struct results_item *item)
{
    struct trace *trace = context;
    struct trace_state_leaf *leaf = &trace->leaves[trace->leaf_count - 1];
    bool is_text = item->value.kind == OPERAND_TEXT || item->value.is_text;
    if (item->value.kind == OPERAND_MISSING && !item->interval)
        return;
    if (leaf->result_count == FORMULA_RESULTS_MAX)
        results_raise(L, NULL, "a function of a rule returns more than %d results",
                      FORMULA_RESULTS_MAX);
    struct trace_state_result *result = &leaf->results[leaf->result_count];
    *result = (struct trace_state_result){name.length ? trace_text(L, name.bytes, name.length) : 0,
                                          is_text, STEPS_NONE, STEPS_NONE, STEPS_NONE};
    result->value = item->value.kind == OPERAND_TEXT ? step_of_text(L, item->text)
                                                     : operand_step(L, item->value);
    if (item->interval) {
        result->low = operand_step(L, item->low);
        result->high = operand_step(L, item->high);
    }
    leaf->result_count++;
}

/* Goes one way through the function. */
static void go(lua_State *L, struct trace *trace)
{
    if (trace->leaf_count == TRACE_PATHS_MAX)
        refuse_at(L, (struct sandbox_place){0, trace->path[trace->prefix - 1].line},
                  "branches, and there are more than 256 ways through the function");
    trace->depth = 0;
    trace->call_count = 0;
    trace->sandbox->running->site_count = 0;
    lua_settop(L, 1);
    encode_push_function(L, trace->function->reference);
    figures_push(L);
    feclearexcept(TRACE_FLAGS);
    lua_call(L, 1, LUA_MULTRET);
    if (fetestexcept(TRACE_FLAGS))
        refuse_at(L, (struct sandbox_place){SANDBOX_NOWHERE, 0},
                  "calculates a number that is not finite from plain numbers, such as 1 / 0");
    struct trace_state_leaf *leaf = &trace->leaves[trace->leaf_count++];
    *leaf = (struct trace_state_leaf){.depth = trace->depth};
    leaf->results = malloc(FORMULA_RESULTS_MAX * sizeof *leaf->results);
    leaf->decisions = malloc((trace->depth + 1) * sizeof *leaf->decisions);
    if (!leaf->results || !leaf->decisions)
        sandbox_raise_memory(L);
    memcpy(leaf->decisions, trace->path, trace->depth * sizeof *leaf->decisions);
    leaf->calls = trace->calls;
    leaf->call_count = trace->call_count;
    trace->calls = NULL;
    enum results_kind kind = results_read(L, lua_gettop(L) - 1, add_result, trace);
    if (kind != RESULTS_UNKNOWN && trace->kind != RESULTS_UNKNOWN && kind != trace->kind)
        results_raise(L, "return a table on every way: { NAME = …, NAME = … }",
                      "a function of a rule returns a number on one way and a table on another");
    if (kind != RESULTS_UNKNOWN)
        trace->kind = kind;
    trace->prints = false;
}

/* The next way to go: the last decision that was taken for true is taken for false. */
static bool choose_next(struct trace *trace)
{
    for (size_t i = trace->depth; i-- > 0;)
        if (trace->path[i].answer && !trace->path[i].known) {
            trace->path[i].answer = false;
            trace->prefix = i + 1;
            return true;
        }
    return false;
}

static int explore(lua_State *L)
{
    struct trace *trace = lua_touserdata(L, 1);
    struct sandbox *sandbox = sandbox_of(L);
    sandbox->traces++;
    symbol_forget(L);
    lua_sethook(L, note_call, LUA_MASKCALL, 0);
    do
        go(L, trace);
    while (choose_next(trace));
    lua_sethook(L, NULL, 0, 0);
    trace_merge(L, trace);
    return 0;
}

static void free_trace(struct trace *trace)
{
    for (size_t i = 0; trace && i < trace->leaf_count; i++) {
        free(trace->leaves[i].results);
        free(trace->leaves[i].decisions);
        free(trace->leaves[i].calls);
    }
    if (trace) {
        steps_free(&trace->steps);
        free(trace->calls);
        free(trace->sites);
    }
    free(trace);
}

/* Explores once; false when that ended with an error. */
static bool try_trace(struct trace *trace, struct sandbox *sandbox,
                      struct running_function *function, bool prints)
{
    struct running running = {.mode = RUNNING_TRACE, .function = function, .trace = trace};
    trace->sandbox = sandbox;
    trace->function = function;
    trace->prints = prints;
    sandbox->running = &running;
    bool good = sandbox_call(sandbox, explore, trace);
    if (sandbox->L && !sandbox->stopped)
        lua_sethook(sandbox->L, NULL, 0, 0);
    sandbox->running = NULL;
    return good;
}

/* Whether an error in a trace says only that the function cannot be followed; then trace holds why
 * and where. Lua's own errors may come from figures, so the function is tried on numbers. */
static bool may_be_run(struct trace *trace, struct sandbox *sandbox)
{
    if (sandbox->stopped || (!trace->refused && sandbox->failure.code != ERR_SCRIPT_RUN))
        return false;
    if (!trace->refused) {
        trace->place = sandbox->failure.place;
        snprintf(trace->sentence, sizeof trace->sentence, "%s", sandbox->failure.sentence);
    }
    return true;
}

static uint8_t marks_of_all(const struct sandbox *sandbox)
{
    uint8_t marks = 0;
    for (uint32_t i = 0; i < sandbox->chunk_count; i++)
        marks |= sandbox_marks(sandbox, (int)i, 1, (int)sandbox->chunk_lines[i]);
    return marks;
}

static void put_place(struct text_buffer *out, struct sandbox_place place)
{
    protocol_put_u32(out, (uint32_t)place.chunk);
    protocol_put_u32(out, place.line);
}

static int push_place(lua_State *L)
{
    struct trace *trace = lua_touserdata(L, 1);
    encode_push_function(L, trace->function->reference);
    if (!lua_isfunction(L, -1))
        return luaL_error(L, "there is no such function");
    trace->place = sandbox_defined(L, lua_gettop(L));
    trace->function->chunk = trace->place.chunk;
    trace->function->line = trace->place.line;
    return 0;
}

/* Keeps why, for what a function says that cannot be run so. */
static void keep_reason(const struct trace *trace, struct running_function *function)
{
    const struct sandbox_place *place = &trace->place;
    struct text_buffer reason = {0};
    bool known = place->chunk != SANDBOX_NOWHERE;
    explain_untraced(&reason,
                     known && place->chunk > 0 ? trace->sandbox->chunk_names[place->chunk] : NULL,
                     known ? place->line : 0, trace->refused, text_of(trace->sentence));
    size_t length = reason.length < RUNNING_REASON_BYTES ? reason.length : RUNNING_REASON_BYTES - 1;
    while (length > 0 && length < reason.length &&
           ((unsigned char)reason.bytes[length] & 0xC0) == 0x80)
        length--;
    memcpy(function->untraced, reason.bytes ? reason.bytes : "", length);
    function->untraced[length] = '\0';
    text_buffer_free(&reason);
}

/* A function that cannot be followed: tried row by row. */
static bool put_untraced(struct trace *trace, struct running_function *function,
                         struct text_buffer *reply)
{
    struct sandbox *sandbox = trace->sandbox;
    function->nil_missing = marks_of_all(sandbox) & SCAN_NIL;
    keep_reason(trace, function);
    protocol_put_byte(reply, 0); /* verify */
    protocol_put_byte(reply, 0); /* traced */
    put_place(reply, trace->place);
    protocol_put_byte(reply, trace->refused);
    protocol_put_text(reply, trace->sentence, strlen(trace->sentence));
    protocol_put_u32(reply, 0); /* steps */
    return row_frame_probe(sandbox, function, reply);
}

/* Whether the results that a function gives on made-up rows are those it gave when it was followed.
 * Where it fails on them, as one that compares countries must, nothing is known against it. */
static bool gives_the_same(struct trace *trace, struct running_function *function)
{
    struct text_buffer tried = {0};
    bool same = true;
    if (row_frame_probe(trace->sandbox, function, &tried)) {
        struct protocol_reader reader = protocol_reader_of(tried.bytes, tried.length);
        for (uint32_t count = protocol_get_u32(&reader); same && count > 0; count--) {
            struct text name = protocol_get_text(&reader, PROTOCOL_NAME_MAX);
            bool text = protocol_get_byte(&reader) == 1;
            protocol_get_u32(&reader);
            bool interval = protocol_get_u32(&reader) != FORMULA_NONE;
            protocol_get_u32(&reader);
            same = trace_merge_has(trace, name, text, interval);
        }
    }
    text_buffer_free(&tried);
    return same;
}

/* A function whose text holds what tracing cannot see is tried on numbers too. */
static bool put_traced(struct trace *trace, struct running_function *function,
                       struct text_buffer *reply)
{
    bool hidden = trace->marks & SCAN_HIDDEN;
    function->nil_missing = trace->marks & SCAN_NIL;
    if (hidden && !gives_the_same(trace, function)) {
        trace->refused = true;
        trace->place = (struct sandbox_place){SANDBOX_NOWHERE, 0};
        snprintf(trace->sentence, sizeof trace->sentence,
                 "gives other results on numbers than when it is followed");
        return put_untraced(trace, function, reply);
    }
    if (trace->sandbox->stopped)
        return false;
    protocol_put_byte(reply, hidden);
    protocol_put_byte(reply, 1);
    return trace_merge_put(trace, reply) || sandbox_fail_memory(trace->sandbox);
}

/* Whether a second trace gives the same. */
static bool is_repeatable(struct trace *trace, struct sandbox *sandbox,
                          struct running_function *function, bool *failed)
{
    struct text_buffer one = {0}, two = {0};
    struct trace *again = calloc(1, sizeof *again);
    bool same = false;
    *failed = !again && !sandbox_fail_memory(sandbox);
    if (again && try_trace(again, sandbox, function, false)) {
        *failed = (!trace_merge_put(trace, &one) || !trace_merge_put(again, &two)) &&
                  !sandbox_fail_memory(sandbox);
        same =
            !*failed && one.length == two.length && memcmp(one.bytes, two.bytes, one.length) == 0;
    } else if (again) {
        *failed = !may_be_run(again, sandbox);
    }
    text_buffer_free(&one);
    text_buffer_free(&two);
    free_trace(again);
    return same;
}

static bool trace_or_try(struct trace *trace, struct sandbox *sandbox,
                         struct running_function *function, struct text_buffer *reply)
{
    bool failed = false;
    if (!sandbox_call(sandbox, push_place, trace))
        return false;
    put_place(reply, trace->place);
    if (!try_trace(trace, sandbox, function, true))
        return may_be_run(trace, sandbox) && put_untraced(trace, function, reply);
    if (is_repeatable(trace, sandbox, function, &failed))
        return put_traced(trace, function, reply);
    if (failed)
        return false;
    trace->refused = true;
    trace->place = (struct sandbox_place){SANDBOX_NOWHERE, 0};
    snprintf(trace->sentence, sizeof trace->sentence, "does something else when it is run again");
    return put_untraced(trace, function, reply);
}

bool trace_function(struct sandbox *sandbox, struct running_function *function,
                    struct text_buffer *reply)
{
    struct trace *trace = calloc(1, sizeof *trace);
    if (!trace)
        return sandbox_fail_memory(sandbox);
    trace->sandbox = sandbox;
    trace->function = function;
    bool good = trace_or_try(trace, sandbox, function, reply);
    free_trace(trace);
    return good;
}
