#include "score/score_remarks.h"

#include <math.h>

/* Beyond an end by less than this share of the width is rounding. */
static const double slack = 1e-9;

/* What is looked at: rows from..end of those scored, of one country or all. */
struct view {
    struct arena *arena;
    const struct score *score;
    struct score_remarks *remarks;
    size_t from;
    size_t end;
    uint32_t country;
};

static bool is_seen(const struct view *view, size_t i)
{
    size_t row = view->score->first_row + i;
    return view->country == UINT32_MAX || panel_country(view->score->panel, row) == view->country;
}

static double value_at(const struct view *view, size_t item, size_t i)
{
    return view->score->value[item * view->score->rows + i];
}

static void add(const struct view *view, const struct score_remark *remark)
{
    struct score_remark *made = &view->remarks->items[view->remarks->count];
    if (remark->count == 0)
        return;
    *made = *remark;
    made->row += view->score->first_row;
    for (size_t i = view->from; i < view->end; i++)
        made->of += is_seen(view, i);
    view->remarks->count++;
}

/* Counts a row, the first of which is kept. */
static void count_row(struct score_remark *remark, size_t i)
{
    if (remark->count++ == 0)
        remark->row = i;
}

/* The ends that values of an item are meant to lie between; false: there are none. */
static bool ends_of(const struct score *score, size_t item, double *least, double *most)
{
    const struct rule *rule = score->rule;
    bool index = item == score_index(score);
    if (!index && (item >= score->compile->nodes || !rule->normalised))
        return false;
    *least = index ? rule->scale_worst : rule->to_worst;
    *most = index ? rule->scale_best : rule->to_best;
    return true;
}

static void look_outside(const struct view *view, size_t item)
{
    double least, most;
    const struct compile_item *made = &view->score->compile->items[item];
    struct score_remark remark = {SCORE_REMARK_OUTSIDE, .item = item, .file = made->formula->file,
                                  .line = made->formula->line};
    if (!ends_of(view->score, item, &least, &most))
        return;
    double room = slack * (most - least);
    for (size_t i = view->from; i < view->end; i++) {
        double value = value_at(view, item, i);
        if (is_seen(view, i) && (value < least - room || value > most + room))
            count_row(&remark, i);
    }
    add(view, &remark);
}

static void look_at_ends(const struct view *view, size_t item)
{
    const struct score *score = view->score;
    const struct compile_item *made = &score->compile->items[item];
    struct score_remark remark = {SCORE_REMARK_ENDS, .item = item, .file = made->formula->file,
                                  .line = made->formula->line};
    for (size_t i = view->from; i < view->end; i++) {
        size_t at = item * score->rows + i;
        double value = score->value[at];
        double low = made->low == GRAPH_NONE ? NAN : score->low[at];
        double high = made->high == GRAPH_NONE ? NAN : score->high[at];
        double room = slack * (fabs(value) + fabs(low) + fabs(high));
        room = isnan(room) ? 0 : room;
        if (is_seen(view, i) && (low > high || low > value + room || high < value - room))
            count_row(&remark, i);
    }
    add(view, &remark);
}

/* Whether a function gave nothing at a row although it had something to read. */
static bool is_empty(const struct view *view, const struct formula *formula, size_t i)
{
    const struct compile *compile = view->score->compile;
    bool read = false;
    for (size_t item = 0; item < view->score->items; item++) {
        const struct compile_item *made = &compile->items[item];
        if (made->formula != formula || !made->eligible)
            continue;
        if (!isnan(value_at(view, item, i)))
            return false;
        for (size_t c = 0; !read && c < made->child_count; c++)
            read = !isnan(value_at(view, made->children[c], i));
    }
    return read;
}

/* Where the script compared a missing value on the way to a result: conditions[step] are columns.
 * False when it did not. */
static bool is_touched(const struct formula *formula, double *const *conditions, uint32_t at,
                       size_t i, uint32_t *line)
{
    const struct formula_step *step = &formula->steps[at];
    while (step->op == FORMULA_SELECT && step->number == 1) {
        double condition = conditions[at][i];
        *line = step->line;
        if (isnan(condition))
            return true;
        at = formula->operands[step->first + (condition != 0 ? 1 : 2)];
        step = &formula->steps[at];
    }
    return false;
}

/* The columns of what the script compares, by step. NULL without memory or when there is none. */
static double **compared(struct arena *arena, const struct score *score,
                         const struct compile_traced *traced)
{
    const struct formula *formula = traced->formula;
    size_t count = 0;
    double **columns = arena_alloc(arena, formula->step_count, sizeof *columns);
    double **out = arena_alloc(arena, formula->step_count, sizeof *out);
    uint32_t *nodes = arena_alloc(arena, formula->step_count, sizeof *nodes);
    for (size_t i = 0; columns && out && nodes && i < formula->step_count; i++) {
        const struct formula_step *step = &formula->steps[i];
        if (step->op != FORMULA_SELECT || step->number != 1)
            continue;
        columns[i] = arena_alloc(arena, score->rows, sizeof **columns);
        if (!columns[i])
            return NULL;
        nodes[count] = traced->nodes[formula->operands[step->first]];
        out[count++] = columns[i];
    }
    return count > 0 && score_nodes(score, nodes, count, out) ? columns : NULL;
}

static void look_traced(const struct view *view, const struct compile_traced *traced,
                        struct score_remark *remark)
{
    const struct formula *formula = traced->formula;
    double **conditions = compared(view->arena, view->score, traced);
    for (size_t i = view->from; conditions && i < view->end; i++) {
        uint32_t line = 0;
        bool touched = false;
        if (!is_seen(view, i) || !is_empty(view, formula, i))
            continue;
        for (size_t r = 0; !touched && r < formula->result_count; r++)
            touched = is_touched(formula, conditions, formula->results[r].value, i, &line);
        if (!touched)
            continue;
        count_row(remark, i);
        remark->line = remark->count == 1 ? line : remark->line;
    }
}

/* Runs a function over chosen rows of its columns, from place begin to end of rows; how many of
 * them compare a missing value, SIZE_MAX when it fails. */
static size_t run_rows(const struct view *view, const struct compile_call *call,
                       double *const *columns, size_t begin, size_t end, uint32_t *line)
{
    struct err err;
    struct arena_mark mark = arena_mark(view->arena);
    size_t rows = end - begin, cells = call->formula->result_count * rows;
    const struct formula_host *host = view->score->bind.host;
    double *values = arena_alloc(view->arena, 3 * cells, sizeof *values);
    const char **texts = arena_alloc(view->arena, cells, sizeof *texts);
    const double **shown = arena_alloc(view->arena, call->input_count, sizeof *shown);
    struct formula_rows run = {.inputs = call->inputs,
                               .columns = shown,
                               .input_count = call->input_count,
                               .rows = rows,
                               .values = values,
                               .low = values ? values + cells : NULL,
                               .high = values ? values + 2 * cells : NULL,
                               .texts = texts};
    for (size_t i = 0; shown && i < call->input_count; i++)
        shown[i] = columns[i] + begin;
    bool done = values && texts && shown && host &&
                host->run(host->context, view->arena, call->formula, &run, &err);
    arena_rewind(view->arena, mark);
    *line = run.touched_line;
    return done ? run.touched : SIZE_MAX;
}

/* Of chosen rows the first that compares a missing value: halves are looked through. */
static size_t first_touched(const struct view *view, const struct compile_call *call,
                            double *const *columns, size_t count)
{
    size_t begin = 0, end = count;
    uint32_t line;
    while (end - begin > 1) {
        size_t middle = begin + (end - begin) / 2;
        size_t touched = run_rows(view, call, columns, begin, middle, &line);
        if (touched > 0)
            end = middle;
        else
            begin = middle;
    }
    return begin;
}

/* A function that runs row by row is run again where it gave nothing. False when it cannot. */
static bool look_by_row(const struct view *view, const struct compile_call *call,
                        struct score_remark *remark)
{
    size_t count = 0, rows = view->score->rows;
    size_t *chosen = arena_alloc(view->arena, rows, sizeof *chosen);
    double **columns = arena_alloc(view->arena, call->input_count, sizeof *columns);
    for (size_t i = view->from; chosen && i < view->end; i++)
        if (is_seen(view, i) && is_empty(view, call->formula, i))
            chosen[count++] = i;
    if (!chosen || !columns || count == 0)
        return chosen && columns;
    for (size_t i = 0; i < call->input_count; i++) {
        columns[i] = arena_alloc(view->arena, rows, sizeof **columns);
        if (!columns[i])
            return false;
    }
    if (!score_nodes(view->score, call->nodes, call->input_count, columns))
        return false;
    for (size_t i = 0; i < call->input_count; i++)
        for (size_t k = 0; k < count; k++)
            columns[i][k] = columns[i][chosen[k]];
    remark->count = run_rows(view, call, columns, 0, count, &remark->line);
    if (remark->count == SIZE_MAX)
        return false;
    if (remark->count > 0)
        remark->row = chosen[first_touched(view, call, columns, count)];
    return true;
}

/* Comparisons with what is missing, of the function that gives an item. */
static bool look_touched(const struct view *view, size_t item)
{
    const struct compile *compile = view->score->compile;
    const struct formula *formula = compile->items[item].formula;
    struct score_remark remark = {SCORE_REMARK_TOUCHED, .item = item, .file = formula->file};
    bool done = true;
    for (size_t i = 0; i < item; i++)
        if (compile->items[i].formula == formula && compile->items[i].eligible)
            return true;
    for (size_t i = 0; done && i < compile->call_count; i++)
        if (compile->calls[i].formula == formula)
            done = look_by_row(view, &compile->calls[i], &remark);
    for (size_t i = 0; i < compile->traced_count; i++)
        if (compile->traced[i].formula == formula)
            look_traced(view, &compile->traced[i], &remark);
    add(view, &remark);
    return done;
}

/* The rows of periods, among those scored. */
static void choose_rows(struct view *view, int32_t first, int32_t last)
{
    const struct score *score = view->score;
    view->from = view->end = 0;
    for (size_t i = 0; i < score->rows; i++) {
        int32_t period = panel_period(score->panel, score->first_row + i);
        view->from += period < first;
        view->end += period <= last;
    }
}

bool score_remarks(struct arena *arena, const struct score *score, int32_t first, int32_t last,
                   uint32_t country, struct score_remarks *remarks)
{
    struct view view = {.arena = arena, .score = score, .remarks = remarks, .country = country};
    bool done = true;
    remarks->count = 0;
    remarks->items = arena_alloc(arena, 3 * score->items, sizeof *remarks->items);
    choose_rows(&view, first, last);
    for (size_t item = 0; remarks->items && done && item < score->items; item++) {
        const struct compile_item *made = &score->compile->items[item];
        if (!made->eligible || !made->formula)
            continue;
        if (!made->text) {
            look_outside(&view, item);
            look_at_ends(&view, item);
        }
        done = look_touched(&view, item);
    }
    return remarks->items && done;
}
