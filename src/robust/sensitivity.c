#include "robust/sensitivity.h"

#include "robust/outcome.h"
#include "stat/quantile.h"
#include "stat/sobol.h"
#include "stat/sobol_index.h"

#include <math.h>
#include <string.h>

/* The width of an interval that a proposed number of points is to give, and the most proposed. */
#define WIDTH_AIMED_AT 0.1
#define POINTS_MOST 1048576

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for what decides");
}

static double proposed(const struct sobol_index *index, size_t inputs, size_t points)
{
    double widest = 0, wanted = 2;
    for (size_t i = 0; i < inputs; i++) {
        widest = fmax(widest, index[i].first_high - index[i].first_low);
        widest = fmax(widest, index[i].total_high - index[i].total_low);
    }
    double share = widest / WIDTH_AIMED_AT;
    while (wanted < (double)points * share * share && wanted < POINTS_MOST)
        wanted *= 2;
    return wanted;
}

static const char *flag_of(struct arena *arena, const struct sobol_index *index, double sum)
{
    if (isnan(index->total))
        return "constant";
    const char *zero = index->first_low <= 0 && index->first_high >= 0 ? " zero" : "";
    const char *above = index->first > index->total ? " first_above_total" : "";
    const char *all = arena_printf(arena, "%s%s%s", zero, above, sum > 1 ? " sum_above_1" : "");
    return all && *all ? all + 1 : "";
}

/* Indices of an outcome's runs of n points as rows. */
static bool add_outcome(struct arena *arena, const struct sensitivity_ask *ask,
                        const struct sensitivity_outcome *outcome, const double *y, size_t n,
                        struct rows *rows)
{
    size_t inputs = ask->group_count;
    struct sobol_runs runs;
    struct sobol_index *index = arena_alloc(arena, 2 * inputs + 1, sizeof *index);
    if (!index ||
        !sobol_index_centre(arena, &(struct sobol_runs){y, y + n, y + 2 * n, n, inputs}, &runs))
        return false;
    struct sobol_index *half = index + inputs;
    sobol_index_estimate(&runs, index);
    if (!sobol_index_bootstrap(arena, &runs, ask->seed, ask->rounds, ask->threads, index))
        return false;
    sobol_index_estimate_part(&runs, runs.points / 2, half);
    double sum = 0, wanted = proposed(index, inputs, runs.points);
    for (size_t i = 0; i < inputs; i++)
        sum += index[i].first;
    for (size_t i = 0; i < inputs; i++) {
        rows_add(rows);
        rows_set_text(rows, SENSITIVITY_OUTCOME, outcome->name);
        rows_set_text(rows, SENSITIVITY_INPUT, ask->names[i]);
        rows_set_number(rows, SENSITIVITY_FIRST, index[i].first);
        rows_set_number(rows, SENSITIVITY_FIRST_LOW, index[i].first_low);
        rows_set_number(rows, SENSITIVITY_FIRST_HIGH, index[i].first_high);
        rows_set_number(rows, SENSITIVITY_TOTAL, index[i].total);
        rows_set_number(rows, SENSITIVITY_TOTAL_LOW, index[i].total_low);
        rows_set_number(rows, SENSITIVITY_TOTAL_HIGH, index[i].total_high);
        rows_set_text(rows, SENSITIVITY_FLAG, flag_of(arena, &index[i], sum));
        rows_set_number(rows, SENSITIVITY_FIRST_HALF, half[i].first);
        rows_set_number(rows, SENSITIVITY_TOTAL_HALF, half[i].total);
        rows_set_number(rows, SENSITIVITY_POINTS, (double)runs.points);
        rows_set_number(rows, SENSITIVITY_POINTS_PROPOSED, wanted);
    }
    return true;
}

struct rows *sensitivity_rows(struct arena *arena, const struct sensitivity_ask *ask,
                              struct err *err)
{
    static const struct rows_column columns[SENSITIVITY_COLUMNS] = {
        {"outcome", NULL, ROWS_TEXT, 0},
        {"input", NULL, ROWS_TEXT, 0},
        {"first", NULL, ROWS_NUMBER, 3},
        {"first_low", NULL, ROWS_NUMBER, 3},
        {"first_high", NULL, ROWS_NUMBER, 3},
        {"total", NULL, ROWS_NUMBER, 3},
        {"total_low", NULL, ROWS_NUMBER, 3},
        {"total_high", NULL, ROWS_NUMBER, 3},
        {"flag", NULL, ROWS_TEXT, 0},
        {"first_half", NULL, ROWS_NUMBER, 3},
        {"total_half", NULL, ROWS_NUMBER, 3},
        {"points", NULL, ROWS_NUMBER, 0},
        {"points_proposed", NULL, ROWS_NUMBER, 0}};
    size_t inputs = ask->plan->input_count, runs = ask->points * (ask->group_count + 2);
    struct rows *rows = rows_new(arena, columns, SENSITIVITY_COLUMNS);
    double *design = arena_alloc(arena, inputs * runs + 1, sizeof *design);
    double *y = arena_alloc(arena, ask->outcome_count * runs + 1, sizeof *y);
    bool made = rows && design && y &&
                sobol_index_design(arena, ask->seed, ask->points, inputs, ask->group_of,
                                   ask->group_count, design);
    if (!made)
        return out_of_memory(err), NULL;
    size_t points = outcome_run_points(arena, ask, design, y, err);
    if (points == SIZE_MAX)
        return NULL;
    if (points < 2)
        return err_set(err, ERR_ENDED, "ended by Ctrl-C before there was anything to show"), NULL;
    for (size_t i = 0; i < ask->outcome_count; i++)
        if (!add_outcome(arena, ask, &ask->outcomes[i], y + i * points * (ask->group_count + 2),
                         points, rows))
            return out_of_memory(err), NULL;
    if (points < ask->points)
        rows_add_meta(rows, "ended", "%zu of %zu points", points, ask->points);
    return rows->failed ? (out_of_memory(err), NULL) : rows;
}

/* A run that moves one input. setting is what it is moved to. */
struct move {
    size_t input;
    double number;
    const char *setting;
};

/* A plan in which values stand still and weights may go all the way. */
static const struct robust_plan *still_plan(struct arena *arena, const struct robust_plan *from,
                                            bool to_zero)
{
    struct robust_plan *plan = arena_alloc(arena, 1, sizeof *plan);
    struct robust_input *inputs = arena_alloc(arena, from->input_count + 1, sizeof *inputs);
    if (!plan || !inputs)
        return NULL;
    memcpy(inputs, from->inputs, from->input_count * sizeof *inputs);
    for (size_t i = 0; to_zero && i < from->input_count; i++)
        inputs[i].noise = 1;
    struct robust_weight *weights = arena_alloc(arena, from->weight_count + 1, sizeof *weights);
    if (!weights)
        return NULL;
    if (from->weight_count > 0)
        memcpy(weights, from->weights, from->weight_count * sizeof *weights);
    for (size_t w = 0; to_zero && w < from->weight_count; w++)
        weights[w].gammas = NULL;
    *plan = *from;
    plan->inputs = inputs;
    plan->weights = weights;
    plan->values = false;
    plan->imputed_count = 0;
    return plan;
}

static double number_of(const struct robust_input *input, size_t setting)
{
    return ((double)setting + 0.5) / (double)input->settings;
}

/* The base and each move, [outcome × (count + 1)], the base first; NULL with err. */
static double *run_moves(struct arena *arena, const struct sensitivity_ask *ask,
                         const struct robust_plan *plan, const struct move *moves, size_t count,
                         struct err *err)
{
    size_t runs = count + 1;
    double *design = arena_alloc(arena, plan->input_count * runs + 1, sizeof *design);
    double *y = arena_alloc(arena, ask->outcome_count * runs + 1, sizeof *y);
    if (!design || !y)
        return out_of_memory(err), NULL;
    for (size_t i = 0; i < plan->input_count; i++)
        for (size_t run = 0; run < runs; run++)
            design[i * runs + run] = run > 0 && moves[run - 1].input == i
                                         ? moves[run - 1].number
                                         : robust_plan_base(plan, i);
    return outcome_run(arena, ask, plan, design, runs, y, err) ? y : NULL;
}

/* Moves of weights to both ends (of a Dirichlet distribution 5 and 95 %) and of choices to each
 * setting; NULL without memory. */
static struct move *list_moves(struct arena *arena, const struct robust_plan *plan, size_t *count)
{
    size_t room = 1;
    for (size_t i = 0; i < plan->input_count; i++)
        room += plan->inputs[i].kind == ROBUST_CHOICE ? plan->inputs[i].settings : 2;
    struct move *moves = arena_alloc(arena, room, sizeof *moves);
    *count = 0;
    for (size_t i = 0; moves && i < plan->input_count; i++) {
        const struct robust_input *input = &plan->inputs[i];
        for (size_t s = 0; input->kind == ROBUST_CHOICE && s < input->settings; s++)
            moves[(*count)++] = (struct move){i, number_of(input, s), input->labels[s]};
        for (int end = 0; input->kind == ROBUST_WEIGHT && end < 2; end++)
            moves[(*count)++] = input->noise > 0
                                    ? (struct move){i, end,
                                                    arena_printf(arena, "%s%g %%", end ? "+" : "-",
                                                                 100 * input->noise)}
                                    : (struct move){i, end ? 0.95 : 0.05, end ? "q95" : "q05"};
    }
    return moves;
}

static const struct rows_column tornado_columns[SENSITIVITY_TORNADO_COLUMNS] = {
    {"item", NULL, ROWS_TEXT, 0},        {"base", NULL, ROWS_NUMBER, -1},
    {"low", NULL, ROWS_NUMBER, -1},      {"high", NULL, ROWS_NUMBER, -1},
    {"low_setting", NULL, ROWS_TEXT, 0}, {"high_setting", NULL, ROWS_TEXT, 0},
    {"outcome", NULL, ROWS_TEXT, 0}};

static void add_tornado(struct rows *rows, const char *item, double base, const double ends[2],
                        const char *const settings[2], const char *outcome)
{
    rows_add(rows);
    rows_set_text(rows, SENSITIVITY_TORNADO_ITEM, item);
    rows_set_number(rows, SENSITIVITY_TORNADO_BASE, base);
    rows_set_number(rows, SENSITIVITY_TORNADO_LOW, ends[0]);
    rows_set_number(rows, SENSITIVITY_TORNADO_HIGH, ends[1]);
    rows_set_text(rows, SENSITIVITY_TORNADO_LOW_SETTING, settings[0]);
    rows_set_text(rows, SENSITIVITY_TORNADO_HIGH_SETTING, settings[1]);
    rows_set_text(rows, SENSITIVITY_TORNADO_OUTCOME, outcome);
}

/* The rows of an outcome, from its base and moves y[0..count]. */
static void add_moved(const struct sensitivity_ask *ask, const struct move *moves, size_t count,
                      const double *y, const char *outcome, struct rows *rows)
{
    for (size_t i = 0; i < count;) {
        size_t end = i, low = i, high = i;
        for (; end < count && moves[end].input == moves[i].input; end++) {
            low = y[end + 1] < y[low + 1] ? end : low;
            high = y[end + 1] > y[high + 1] ? end : high;
        }
        const struct robust_input *input = &ask->plan->inputs[moves[i].input];
        if (input->kind == ROBUST_WEIGHT) {
            low = i;
            high = i + 1;
        }
        add_tornado(rows, input->name, y[0], (double[]){y[low + 1], y[high + 1]},
                    (const char *[]){moves[low].setting, moves[high].setting}, outcome);
        i = end;
    }
}

/* Draws of the values, or of what is filled in, alone: [outcome × points]; NULL with err. */
static double *run_draws(struct arena *arena, const struct sensitivity_ask *ask,
                         enum robust_kind kind, struct err *err)
{
    struct robust_plan alone = *ask->plan;
    const struct robust_plan *plan = &alone;
    alone.values = alone.values && kind == ROBUST_VALUES;
    alone.imputed_count = kind == ROBUST_IMPUTED ? alone.imputed_count : 0;
    size_t n = ask->points;
    double *design = arena_alloc(arena, plan->input_count * n + 1, sizeof *design);
    double *y = arena_alloc(arena, ask->outcome_count * n + 1, sizeof *y);
    const struct sobol *sobol = sobol_make(arena, 1);
    if (!design || !y || !sobol)
        return out_of_memory(err), NULL;
    for (size_t i = 0; i < plan->input_count; i++) {
        for (size_t run = 0; run < n; run++)
            design[i * n + run] = robust_plan_base(plan, i);
        if (plan->inputs[i].kind == kind)
            sobol_points(sobol, 0, ask->seed, 0, n, design + i * n);
    }
    return outcome_run(arena, ask, plan, design, n, y, err) ? y : NULL;
}

static void add_drawn(const struct sensitivity_ask *ask, const char *name, double *drawn,
                      double base, const char *outcome, struct rows *rows)
{
    size_t there = 0;
    for (size_t i = 0; i < ask->points; i++)
        if (!isnan(drawn[i]))
            drawn[there++] = drawn[i];
    double ends[] = {quantile_select(drawn, there, 0.05), quantile_select(drawn, there, 0.95)};
    add_tornado(rows, name, base, ends, (const char *[]){"5 %", "95 %"}, outcome);
}

struct rows *sensitivity_rows_tornado(struct arena *arena, const struct sensitivity_ask *ask,
                                      struct err *err)
{
    size_t count = 0;
    const struct robust_plan *plan = still_plan(arena, ask->plan, false);
    struct move *moves = plan ? list_moves(arena, plan, &count) : NULL;
    struct rows *rows = rows_new(arena, tornado_columns, SENSITIVITY_TORNADO_COLUMNS);
    if (!moves || !rows)
        return out_of_memory(err), NULL;
    const double *y = run_moves(arena, ask, plan, moves, count, err);
    double *drawn = y && ask->plan->values ? run_draws(arena, ask, ROBUST_VALUES, err) : NULL;
    bool imputed = ask->plan->imputed_count > 0;
    double *filled = y && imputed ? run_draws(arena, ask, ROBUST_IMPUTED, err) : NULL;
    if (!y || (ask->plan->values && !drawn) || (imputed && !filled))
        return NULL;
    for (size_t i = 0; i < ask->outcome_count; i++) {
        const double *own = y + i * (count + 1);
        const char *outcome = ask->outcomes[i].name;
        if (drawn)
            add_drawn(ask, "values", drawn + i * ask->points, own[0], outcome, rows);
        if (filled)
            add_drawn(ask, "imputed", filled + i * ask->points, own[0], outcome, rows);
        add_moved(ask, moves, count, own, outcome, rows);
    }
    return rows->failed ? (out_of_memory(err), NULL) : rows;
}

/* Each weight at 0, and each source and coder but the first setting, which is all. */
static struct move *list_without(struct arena *arena, const struct robust_plan *plan, size_t *count)
{
    size_t room = 1;
    for (size_t i = 0; i < plan->input_count; i++)
        room += plan->inputs[i].kind == ROBUST_CHOICE ? plan->inputs[i].settings : 1;
    struct move *moves = arena_alloc(arena, room, sizeof *moves);
    *count = 0;
    for (size_t i = 0; moves && i < plan->input_count; i++) {
        const struct robust_input *input = &plan->inputs[i];
        bool left_out = input->kind == ROBUST_CHOICE && (strcmp(input->name, "sources") == 0 ||
                                                         strcmp(input->name, "coders") == 0);
        if (input->kind == ROBUST_WEIGHT)
            moves[(*count)++] = (struct move){i, 0, input->name};
        for (size_t s = 1; left_out && s < input->settings; s++)
            moves[(*count)++] =
                (struct move){i, number_of(input, s),
                              arena_printf(arena, "%s/%s", input->name, input->labels[s])};
    }
    return moves;
}

struct rows *sensitivity_rows_without(struct arena *arena, const struct sensitivity_ask *ask,
                                      struct err *err)
{
    static const struct rows_column columns[SENSITIVITY_WITHOUT_COLUMNS] = {
        {"outcome", NULL, ROWS_TEXT, 0},
        {"input", NULL, ROWS_TEXT, 0},
        {"base", NULL, ROWS_NUMBER, -1},
        {"value", NULL, ROWS_NUMBER, -1},
        {"change", NULL, ROWS_NUMBER, -1}};
    size_t count = 0;
    const struct robust_plan *plan = still_plan(arena, ask->plan, true);
    struct move *moves = plan ? list_without(arena, plan, &count) : NULL;
    struct rows *rows = rows_new(arena, columns, SENSITIVITY_WITHOUT_COLUMNS);
    if (!moves || !rows)
        return out_of_memory(err), NULL;
    if (count == 0) {
        err_set(err, ERR_ROBUST_FIXED, "nothing that varies can be left out");
        err_hint(err, "let weights or sources vary: --uncertain weights,sources");
        return NULL;
    }
    const double *y = run_moves(arena, ask, plan, moves, count, err);
    for (size_t i = 0; y && i < ask->outcome_count; i++)
        for (size_t m = 0; m < count; m++) {
            const double *own = y + i * (count + 1);
            rows_add(rows);
            rows_set_text(rows, SENSITIVITY_WITHOUT_OUTCOME, ask->outcomes[i].name);
            rows_set_text(rows, SENSITIVITY_WITHOUT_INPUT, moves[m].setting);
            rows_set_number(rows, SENSITIVITY_WITHOUT_BASE, own[0]);
            rows_set_number(rows, SENSITIVITY_WITHOUT_VALUE, own[m + 1]);
            rows_set_number(rows, SENSITIVITY_WITHOUT_CHANGE, own[m + 1] - own[0]);
        }
    if (!y)
        return NULL;
    return rows->failed ? (out_of_memory(err), NULL) : rows;
}
