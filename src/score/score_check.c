#include "score/score_check.h"

#include <math.h>

/* Two ways of rounding the same formula differ by less than this share of the figures. */
static const double rounding = 1e-12;

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while checking a formula");
}

static bool agree(double a, double b)
{
    if (isnan(a) || isnan(b) || isinf(a) || isinf(b))
        return (isnan(a) || isinf(a)) == (isnan(b) || isinf(b));
    return fabs(a - b) <= rounding * (fabs(a) + fabs(b));
}

/* Columns of the inputs and then of the results (values, lows, highs; NULL where it gives none),
 * over the whole panel. NULL with err. */
static double **evaluate(struct arena *arena, const struct score_bind *bind,
                         const struct compile_check *check, const struct score_options *options,
                         struct err *err)
{
    const struct panel *panel = bind->panel;
    size_t inputs = check->call.input_count, count = 0;
    size_t all = inputs + 3 * check->call.formula->result_count;
    uint32_t *wanted = arena_alloc(arena, all, sizeof *wanted);
    double **columns = arena_alloc(arena, all, sizeof *columns);
    double **out = arena_alloc(arena, all, sizeof *out);
    struct graph_column *sources = arena_alloc(arena, panel->indicators + 1, sizeof *sources);
    struct arena *scratch = arena_new();
    struct score_calls calls = {.bind = bind, .arena = scratch};
    bool done = wanted && columns && out && sources && scratch;
    for (size_t i = 0; done && i < all; i++) {
        uint32_t node = i < inputs ? check->call.nodes[i] : check->results[i - inputs];
        if (node == GRAPH_NONE)
            continue;
        columns[i] = arena_alloc(arena, panel->rows, sizeof **columns);
        done = columns[i] != NULL;
        wanted[count] = node;
        out[count++] = columns[i];
    }
    if (done) {
        struct graph_binding binding = score_bind_panel(bind, sources, &calls);
        struct graph_run run = {.binding = &binding,
                                .total = panel->rows,
                                .rows = panel->rows,
                                .wanted = wanted,
                                .wanted_count = count,
                                .out = out,
                                .kernel = options->kernel,
                                .threads = options->threads};
        done = graph_run(bind->compile->graph, &run, scratch);
    }
    if (!done && calls.err.code != ERR_CODE_NONE)
        *err = calls.err;
    else if (!done)
        no_memory(err);
    arena_free(scratch);
    return done ? columns : NULL;
}

/* Whether a text result of a row is the same text. */
static bool same_text(const struct score_bind *bind, double place, const char *text)
{
    bool there = place >= 0 && place < (double)bind->texts->count;
    return there ? text && text_is(text_of(text), bind->texts->items[(size_t)place]) : !text;
}

static bool all_agree(const struct score_bind *bind, const struct formula *formula,
                      const struct formula_rows *rows, double *const *results)
{
    size_t count = formula->result_count;
    const double *const given[] = {rows->values, rows->low, rows->high};
    for (size_t i = 0; i < 3 * count; i++) {
        const struct formula_result *result = &formula->results[i % count];
        for (size_t row = 0; results[i] && row < rows->rows; row++) {
            size_t at = i % count * rows->rows + row;
            bool same = i < count && result->text
                            ? same_text(bind, results[i][row], rows->texts[at])
                            : agree(results[i][row], given[i / count][at]);
            if (!same)
                return false;
        }
    }
    return true;
}

/* Runs the function itself and compares; differs is set when it does. False with err. */
static bool compare(struct arena *arena, const struct score_bind *bind,
                    const struct compile_check *check, const struct score_options *options,
                    bool *differs, struct err *err)
{
    const struct formula *formula = check->call.formula;
    size_t rows = bind->panel->rows, cells = formula->result_count * rows;
    double **columns = evaluate(arena, bind, check, options, err);
    double *all = arena_alloc(arena, 3 * cells, sizeof *all);
    const char **texts = arena_alloc(arena, cells, sizeof *texts);
    if (!columns || !all || !texts)
        return columns ? no_memory(err) : false;
    struct formula_rows run = {.inputs = check->call.inputs,
                               .columns = (const double *const *)columns,
                               .input_count = check->call.input_count,
                               .rows = rows,
                               .values = all,
                               .low = all + cells,
                               .high = all + 2 * cells,
                               .texts = texts};
    if (!bind->host || !bind->host->run(bind->host->context, arena, formula, &run, err))
        return bind->host ? false : no_memory(err);
    *differs = !all_agree(bind, formula, &run, columns + check->call.input_count);
    return true;
}

static bool uses_panel(const struct formula *formula)
{
    for (size_t i = 0; i < formula->step_count; i++)
        if (formula->steps[i].given)
            return true;
    return false;
}

static bool refuse(const struct formula *formula, struct err *err)
{
    err_set(err, ERR_RULE_VALUE,
            "this formula does not mean what it says when it is worked out for all countries at "
            "once: ==, ~=, and, or, not see no figures there");
    err_at(err, (struct err_place){.file = formula->file, .line = formula->line});
    return err_hint(err, "write if … then … end with < or <=, tide.missing(x) or "
                         "tide.default(x, v); it looks at other countries or periods, so it cannot "
                         "run row by row");
}

const struct compile *score_check_compile(struct arena *arena, const struct panel *panel,
                                          const struct rule *rule,
                                          const struct score_options *options, struct err *err)
{
    struct compile_options how = {.project = panel->project};
    const struct codebook *codebook = panel->project->codebook;
    const struct compile *compile = compile_rule(arena, rule, codebook, &how, err);
    if (!compile || compile->check_count == 0)
        return compile;
    const struct formula **untraced = arena_alloc(arena, compile->check_count, sizeof *untraced);
    struct score_bind bind;
    if (!untraced)
        no_memory(err);
    if (!untraced || !score_bind(arena, panel, compile, options->host, &bind, err))
        return NULL;
    for (size_t i = 0; i < compile->check_count; i++) {
        struct arena_mark mark = arena_mark(arena);
        bool differs = false;
        const struct compile_check *check = &compile->checks[i];
        if (!compare(arena, &bind, check, options, &differs, err))
            return NULL;
        arena_rewind(arena, mark);
        if (!differs)
            continue;
        if (uses_panel(check->call.formula)) {
            refuse(check->call.formula, err);
            return NULL;
        }
        untraced[how.untraced_count++] = check->call.formula;
    }
    how.untraced = untraced;
    return how.untraced_count ? compile_rule(arena, rule, codebook, &how, err) : compile;
}
