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

/* Columns of the inputs and of the results, over the whole panel. */
static double **evaluate(struct arena *arena, const struct score_bind *bind,
                         const struct compile_check *check, const struct score_options *options)
{
    const struct panel *panel = bind->panel;
    size_t inputs = check->call.input_count;
    size_t results = check->call.formula->result_count;
    uint32_t *wanted = arena_alloc(arena, inputs + results, sizeof *wanted);
    double **out = arena_alloc(arena, inputs + results, sizeof *out);
    struct graph_column *sources = arena_alloc(arena, panel->indicators + 1, sizeof *sources);
    struct arena *scratch = arena_new();
    bool done = wanted && out && sources && scratch;
    for (size_t i = 0; done && i < inputs + results; i++) {
        wanted[i] = i < inputs ? check->call.nodes[i] : check->results[i - inputs];
        out[i] = arena_alloc(arena, panel->rows, sizeof **out);
        done = out[i] != NULL;
    }
    if (done) {
        struct score_calls calls = {.bind = bind, .arena = scratch};
        struct graph_binding binding = score_bind_panel(bind, sources, &calls);
        struct graph_run run = {.binding = &binding,
                                .total = panel->rows,
                                .rows = panel->rows,
                                .wanted = wanted,
                                .wanted_count = inputs + results,
                                .out = out,
                                .kernel = options->kernel,
                                .threads = options->threads};
        done = graph_run(bind->compile->graph, &run, scratch);
    }
    arena_free(scratch);
    return done ? out : NULL;
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
    for (size_t i = 0; i < formula->result_count; i++) {
        for (size_t row = 0; row < rows->rows; row++) {
            size_t at = i * rows->rows + row;
            bool same = formula->results[i].text ? same_text(bind, results[i][row], rows->texts[at])
                                                 : agree(results[i][row], rows->values[at]);
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
    double **columns = evaluate(arena, bind, check, options);
    double *all = arena_alloc(arena, 3 * cells, sizeof *all);
    const char **texts = arena_alloc(arena, cells, sizeof *texts);
    if (!columns || !all || !texts)
        return no_memory(err);
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
