#include "lua/worker_formula.h"

#include "lua/formula_decode.h"
#include "lua/worker_talk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Names that c may be asked for beside those of the codebook and of uses. */
static const char *const own_names[] = {"year"};
enum { WORKER_FORMULA_OWN_NAMES = sizeof own_names / sizeof *own_names };

static bool is_gone(const struct worker *worker, struct err *err)
{
    if (worker->gone)
        err_set(err, ERR_SCRIPT_STOPPED,
                "a function of a rule is not run: the script worker was stopped before");
    return worker->gone;
}

static struct worker_talk talk_about(struct worker *worker, struct arena *arena,
                                     const struct worker_talk_script *script, struct err *err)
{
    struct worker_talk talk = {.worker = worker,
                               .arena = arena,
                               .chunks = script->chunks,
                               .chunk_count = script->chunk_count,
                               .row = PROTOCOL_NONE,
                               .err = err};
    worker_talk_begin(&talk);
    return talk;
}

/* Codebook, uses and own names in the order in which they are sent. NULL without memory. */
static const char **list_names(struct arena *arena, const struct codebook *codebook,
                               const char *const *uses, size_t use_count, size_t *count)
{
    size_t used = 0;
    const char **names = arena_alloc(
        arena, codebook->node_count + use_count + WORKER_FORMULA_OWN_NAMES, sizeof *names);
    for (size_t i = 0; names && i < codebook->node_count; i++)
        names[used++] = codebook->nodes[i].id;
    for (size_t i = 0; names && i < use_count; i++)
        names[used++] = uses[i];
    for (size_t i = 0; names && i < WORKER_FORMULA_OWN_NAMES; i++)
        names[used++] = own_names[i];
    *count = used;
    return names;
}

static void put_names(struct text_buffer *out, const struct codebook *codebook,
                      const char *const *names, size_t count)
{
    protocol_put_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        bool node = i < codebook->node_count;
        bool child = node && codebook->nodes[i].parent != CODEBOOK_NONE;
        protocol_put_text(out, names[i], strlen(names[i]));
        protocol_put_u32(out, child ? codebook->nodes[i].parent : PROTOCOL_NONE);
        protocol_put_byte(out, node);
    }
}

/* Where the node stands among the names, PROTOCOL_NONE for none. */
static uint32_t node_index(const struct codebook *codebook, const char *node)
{
    for (size_t i = 0; node && i < codebook->node_count; i++)
        if (strcmp(codebook->nodes[i].id, node) == 0)
            return (uint32_t)i;
    return PROTOCOL_NONE;
}

static const struct formula *read_formula(struct worker_talk *talk, const char *const *names,
                                          size_t name_count)
{
    const char **files = arena_alloc(talk->arena, talk->chunk_count, sizeof *files);
    for (size_t i = 0; files && i < talk->chunk_count; i++)
        files[i] = talk->chunks[i].file;
    struct formula_decode decode = {.arena = talk->arena,
                                    .names = names,
                                    .name_count = name_count,
                                    .files = files,
                                    .file_count = files ? talk->chunk_count : 0};
    struct formula *formula =
        formula_decode(&decode, talk->body.bytes, talk->body.length, talk->err);
    if (formula)
        formula->function = talk->worker->traces;
    return formula;
}

/* The next number, under which the script is remembered. False without memory. */
static bool number_trace(struct worker *worker, const struct worker_talk_script *script)
{
    uint32_t *traced = arena_grow(worker->kept, worker->traced, worker->traces,
                                  (size_t)worker->traces + 1, sizeof *traced);
    if (!traced)
        return false;
    traced[worker->traces++] = (uint32_t)(script - worker->scripts);
    worker->traced = traced;
    return true;
}

static const struct formula *trace(void *context, struct arena *arena, const struct value *function,
                                   const struct codebook *codebook, const char *node,
                                   const char *const *uses, size_t use_count, struct err *err)
{
    struct worker *worker = context;
    const struct worker_talk_script *script = worker_talk_script_of(worker, function->number);
    const struct formula *formula = NULL;
    size_t count = 0;
    if (is_gone(worker, err))
        return NULL;
    const char **names = list_names(arena, codebook, uses, use_count, &count);
    if (!names || !script) {
        err_set(err, names ? ERR_SCRIPT_STOPPED : ERR_OUT_OF_MEMORY,
                names ? "a function of a rule is of no script that was loaded"
                      : "there is no memory to run a function of a rule");
        return NULL;
    }
    struct worker_talk talk = talk_about(worker, arena, script, err);
    if (!number_trace(worker, script))
        talk.body.failed = true;
    protocol_put_u32(&talk.body, worker->traces);
    protocol_put_u32(&talk.body, (uint32_t)function->number);
    protocol_put_u32(&talk.body, node_index(codebook, node));
    put_names(&talk.body, codebook, names, count);
    if (worker_talk_send(&talk, PROTOCOL_TRACE) && worker_talk_listen(&talk, PROTOCOL_FORMULA))
        formula = read_formula(&talk, names, count);
    text_buffer_free(&talk.body);
    return formula;
}

static void put_rows(struct text_buffer *out, const struct formula *formula,
                     const struct formula_rows *rows, size_t first, size_t count)
{
    protocol_put_u32(out, formula->function);
    protocol_put_byte(out, first == 0);
    protocol_put_u32(out, (uint32_t)rows->input_count);
    for (size_t i = 0; i < rows->input_count; i++)
        protocol_put_text(out, rows->inputs[i], strlen(rows->inputs[i]));
    protocol_put_u32(out, (uint32_t)count);
    protocol_put_u32(out, (uint32_t)formula->result_count);
    for (size_t i = 0; i < formula->result_count; i++) {
        const struct formula_result *result = &formula->results[i];
        protocol_put_text(out, result->name, strlen(result->name));
        protocol_put_byte(out, result->text);
        protocol_put_byte(out, result->low != FORMULA_NONE);
    }
    double *cells = malloc(rows->input_count * sizeof *cells + 1);
    for (size_t row = first; cells && row < first + count; row++) {
        for (size_t i = 0; i < rows->input_count; i++)
            cells[i] = rows->columns[i][row];
        protocol_put_doubles(out, cells, rows->input_count);
    }
    out->failed = out->failed || !cells;
    free(cells);
}

/* How many rows go into one frame. */
static size_t batch_rows(const struct formula *formula, const struct formula_rows *rows)
{
    size_t cells = rows->input_count, results = 0;
    for (size_t i = 0; i < formula->result_count; i++)
        results += formula->results[i].low != FORMULA_NONE ? 3 : 1;
    size_t most = PROTOCOL_ROWS_MAX / (sizeof(double) * (cells > results ? cells : results));
    return most > 0 ? most : 1;
}

static void clear(const struct formula *formula, struct formula_rows *rows)
{
    rows->touched = 0;
    rows->touched_line = 0;
    rows->failed = SIZE_MAX;
    for (size_t i = 0; i < formula->result_count * rows->rows; i++) {
        rows->values[i] = NAN;
        if (rows->low)
            rows->low[i] = NAN;
        if (rows->high)
            rows->high[i] = NAN;
        if (rows->texts)
            rows->texts[i] = NULL;
    }
}

static bool run_batch(struct worker_talk *talk, const struct formula *formula,
                      struct formula_rows *rows, size_t first, size_t count)
{
    talk->body.length = 0;
    put_rows(&talk->body, formula, rows, first, count);
    if (!worker_talk_send(talk, PROTOCOL_ROWS))
        return false;
    if (worker_talk_listen(talk, PROTOCOL_RESULTS))
        return formula_decode_rows(talk->arena, formula, rows, first, count, talk->body.bytes,
                                   talk->body.length, talk->err);
    if (talk->row < count)
        rows->failed = first + talk->row;
    return false;
}

static bool run(void *context, struct arena *arena, const struct formula *formula,
                struct formula_rows *rows, struct err *err)
{
    struct worker *worker = context;
    clear(formula, rows);
    if (is_gone(worker, err))
        return false;
    if (formula->function == 0 || formula->function > worker->traces)
        return err_set(err, ERR_SCRIPT_STOPPED, "a function of a rule was not traced before");
    const struct worker_talk_script *script =
        &worker->scripts[worker->traced[formula->function - 1]];
    struct worker_talk talk = talk_about(worker, arena, script, err);
    size_t most = batch_rows(formula, rows);
    bool good = true;
    for (size_t first = 0; good && first < rows->rows; first += most)
        good = run_batch(&talk, formula, rows, first,
                         rows->rows - first < most ? rows->rows - first : most);
    text_buffer_free(&talk.body);
    return good;
}

struct formula_host worker_formula_host(struct worker *worker)
{
    return (struct formula_host){trace, run, worker};
}
