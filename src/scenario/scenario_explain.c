#include "scenario/scenario_explain.h"

#include "base/random.h"
#include "scenario/summary.h"
#include "score/score_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct rows_column columns[SCENARIO_EXPLAIN_COLUMNS] = {
    [SCENARIO_EXPLAIN_ID] = {"scenario", NULL, ROWS_TEXT, 0},
    [SCENARIO_EXPLAIN_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCENARIO_EXPLAIN_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [SCENARIO_EXPLAIN_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCENARIO_EXPLAIN_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCENARIO_EXPLAIN_KIND] = {"kind", NULL, ROWS_TEXT, 0},
    [SCENARIO_EXPLAIN_ASSUMPTION] = {"assumption", NULL, ROWS_TEXT, 0},
    [SCENARIO_EXPLAIN_CONTRIBUTION] = {"contribution", NULL, ROWS_NUMBER, 2},
    [SCENARIO_EXPLAIN_ALONE] = {"alone", NULL, ROWS_NUMBER, 2},
    [SCENARIO_EXPLAIN_WITHOUT] = {"without", NULL, ROWS_NUMBER, 2},
    [SCENARIO_EXPLAIN_BECAUSE] = {"because", NULL, ROWS_TEXT, 0},
};

/* What is being shared out. known marks the sets of assumptions that were run, by their bits, while
 * these are few; difference holds what they gave. */
struct sharing {
    struct arena *arena;
    const struct ensemble_input *input;
    struct ensemble_options options;
    const struct ensemble *full;
    size_t row;
    size_t count;
    bool *active;
    double *scratch;
    double *differences; /* [set], NULL where sets are too many to be kept */
    bool *known;
    struct err *err;
};

/* The mean difference from the baseline in which only the active assumptions hold. */
static bool run(struct sharing *sharing, double *difference)
{
    size_t set = 0;
    for (size_t i = 0; i < sharing->count; i++)
        set |= sharing->differences && sharing->active[i] ? (size_t)1 << i : 0;
    if (sharing->differences && sharing->known[set]) {
        *difference = sharing->differences[set];
        return true;
    }
    struct arena_mark mark = arena_mark(sharing->arena);
    const struct ensemble *ensemble =
        ensemble_run(sharing->arena, sharing->input, &sharing->options, sharing->err);
    if (!ensemble)
        return false;
    struct summary summary;
    bool raw = ensemble->indicator_count > 0;
    const double *const *scenario = raw ? ensemble->scenario_raw : ensemble->scenario;
    const double *const *baseline = raw ? ensemble->baseline_raw : ensemble->baseline;
    summary_difference(scenario[sharing->row], baseline[sharing->row], ensemble->draws,
                       sharing->scratch, &summary);
    *difference = summary.mean;
    arena_rewind(sharing->arena, mark);
    if (sharing->differences) {
        sharing->known[set] = true;
        sharing->differences[set] = *difference;
    }
    return true;
}

/* Adds what each assumption contributes when they are added in this order. */
static bool add_order(struct sharing *sharing, const size_t *order, double weight, double *shares)
{
    double before = 0, after = 0;
    memset(sharing->active, 0, sharing->count * sizeof *sharing->active);
    for (size_t i = 0; i < sharing->count; i++) {
        sharing->active[order[i]] = true;
        if (!run(sharing, &after))
            return false;
        shares[order[i]] += weight * (after - before);
        before = after;
    }
    return true;
}

/* Every set without an assumption, weighted by how many orders lead through it. */
static bool share_exactly(struct sharing *sharing, double *shares)
{
    size_t n = sharing->count, sets = (size_t)1 << n;
    double weights[SCENARIO_EXPLAIN_EXACT]; /* of a set of so many: s! (n - 1 - s)! / n! */
    for (size_t s = 0; s < n; s++) {
        weights[s] = 1 / (double)n;
        for (size_t i = 1; i <= s; i++)
            weights[s] *= (double)i / (double)(n - i);
    }
    for (size_t set = 0; set < sets; set++) {
        size_t members = 0;
        double without = 0, with = 0;
        for (size_t i = 0; i < n; i++)
            members += (set >> i) & 1;
        for (size_t i = 0; i < n; i++) {
            if ((set >> i) & 1)
                continue;
            for (size_t k = 0; k < n; k++)
                sharing->active[k] = (set >> k) & 1;
            if (!run(sharing, &without))
                return false;
            sharing->active[i] = true;
            if (!run(sharing, &with))
                return false;
            shares[i] += weights[members] * (with - without);
        }
    }
    return true;
}

/* Fixed orders, the same for every seed, each with its reverse. */
static bool share_by_orders(struct sharing *sharing, double *shares)
{
    size_t n = sharing->count;
    size_t *order = arena_alloc(sharing->arena, n, sizeof *order);
    double *keys = arena_alloc(sharing->arena, n, sizeof *keys);
    if (!order || !keys)
        return err_set(sharing->err, ERR_OUT_OF_MEMORY, "out of memory while explaining");
    for (size_t k = 0; k < SCENARIO_EXPLAIN_ORDERS; k++) {
        random_uniforms(0, k, 0, n, keys);
        for (size_t i = 0; i < n; i++) {
            size_t at = i;
            for (; at > 0 && keys[order[at - 1]] > keys[i]; at--)
                order[at] = order[at - 1];
            order[at] = i;
        }
        if (!add_order(sharing, order, 0.5 / SCENARIO_EXPLAIN_ORDERS, shares))
            return false;
        for (size_t i = 0; i < n / 2; i++) {
            size_t kept = order[i];
            order[i] = order[n - 1 - i];
            order[n - 1 - i] = kept;
        }
        if (!add_order(sharing, order, 0.5 / SCENARIO_EXPLAIN_ORDERS, shares))
            return false;
    }
    return true;
}

/* One assumption in words. */
struct assumption {
    const char *kind;
    const char *name;
    const char *because;
};

static struct assumption assumption_at(struct arena *arena, const struct ensemble_input *input,
                                       size_t n)
{
    const struct scenario *scenario = input->scenario;
    const struct codebook *codebook = input->held->panel.project->codebook;
    if (n < scenario->pull_count) {
        const struct lever *lever = &input->levers->items[scenario->pulls[n].lever];
        return (struct assumption){"pull", lever->id, lever->because};
    }
    n -= scenario->pull_count;
    if (n < scenario->step_count) {
        static const char *const acts[] = {[SCENARIO_SHIFT] = "shift",
                                           [SCENARIO_SET] = "set",
                                           [SCENARIO_RAMP] = "ramp",
                                           [SCENARIO_SCALE] = "scale"};
        const struct scenario_step *step = &scenario->steps[n];
        const char *name = *step->id ? step->id
                                     : arena_printf(arena, "%s of %s", acts[step->act],
                                                    codebook->indicators[step->indicator].id);
        return (struct assumption){"step", name ? name : "", step->because};
    }
    return (struct assumption){"branches", "branches", ""};
}

static void set_place(struct rows *rows, const struct sharing *sharing)
{
    const struct held *held = sharing->input->held;
    const struct score *score = sharing->input->score;
    const struct codebook *codebook = held->panel.project->codebook;
    char period[DATE_PRINT_SIZE];
    size_t item = sharing->options.indicator_count
                      ? codebook->indicators[sharing->options.indicators[0]].node
                      : sharing->options.items[0];
    date_period_print(held->panel.options.axis, held_period(held, sharing->row), period);
    rows_add(rows);
    rows_set_text(rows, SCENARIO_EXPLAIN_ID, sharing->input->scenario->id);
    rows_set_text(rows, SCENARIO_EXPLAIN_COUNTRY,
                  held->panel.project->countries[held_country(held, sharing->row)].id);
    score_rows_keep(rows, SCENARIO_EXPLAIN_PERIOD, period);
    rows_set_text(rows, SCENARIO_EXPLAIN_LEVEL, score_item_level(score, item));
    rows_set_text(rows, SCENARIO_EXPLAIN_ITEM, score_item_id(score, item));
}

static bool add_assumption(struct rows *rows, struct sharing *sharing, size_t n, double share)
{
    double alone = 0, without = 0;
    for (size_t i = 0; i < sharing->count; i++)
        sharing->active[i] = i == n;
    if (!run(sharing, &alone))
        return false;
    for (size_t i = 0; i < sharing->count; i++)
        sharing->active[i] = i != n;
    if (!run(sharing, &without))
        return false;
    struct assumption assumption = assumption_at(sharing->arena, sharing->input, n);
    set_place(rows, sharing);
    rows_set_text(rows, SCENARIO_EXPLAIN_KIND, assumption.kind);
    rows_set_text(rows, SCENARIO_EXPLAIN_ASSUMPTION, assumption.name);
    rows_set_text(rows, SCENARIO_EXPLAIN_BECAUSE, assumption.because);
    rows_set_number(rows, SCENARIO_EXPLAIN_CONTRIBUTION, share);
    rows_set_number(rows, SCENARIO_EXPLAIN_ALONE, alone);
    rows_set_number(rows, SCENARIO_EXPLAIN_WITHOUT, without);
    return true;
}

static bool begin(struct sharing *sharing, int32_t period)
{
    const struct held *held = sharing->input->held;
    struct arena *arena = sharing->arena;
    size_t n = sharing->count, sets = n <= SCENARIO_EXPLAIN_EXACT ? (size_t)1 << n : 0;
    sharing->row = SIZE_MAX;
    for (size_t row = 0; row < held->rows; row++)
        if (held_period(held, row) == period)
            sharing->row = row;
    sharing->active = arena_alloc(arena, n + 1, sizeof *sharing->active);
    sharing->scratch = arena_alloc(arena, sharing->options.draws, sizeof *sharing->scratch);
    sharing->differences = sets ? arena_alloc(arena, sets, sizeof *sharing->differences) : NULL;
    sharing->known = arena_alloc(arena, sets + 1, sizeof *sharing->known);
    if (!sharing->active || !sharing->scratch || !sharing->known || (sets && !sharing->differences))
        return err_set(sharing->err, ERR_OUT_OF_MEMORY, "out of memory while explaining");
    sharing->full = ensemble_run(arena, sharing->input, &sharing->options, sharing->err);
    sharing->options.like = sharing->full;
    sharing->options.active = sharing->active;
    if (sets)
        sharing->known[0] = true; /* without any assumption there is no difference */
    return sharing->full != NULL;
}

struct rows *scenario_explain(struct arena *arena, const struct ensemble_input *input,
                              const struct ensemble_options *options, int32_t period,
                              struct err *err)
{
    struct sharing sharing = {.arena = arena,
                              .input = input,
                              .options = *options,
                              .count = ensemble_assumptions(input->scenario),
                              .err = err};
    struct rows *rows = rows_new(arena, columns, SCENARIO_EXPLAIN_COLUMNS);
    double *shares = arena_alloc(arena, sharing.count + 1, sizeof *shares);
    double total = 0;
    if (!rows || !shares) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while explaining");
        return NULL;
    }
    if (!begin(&sharing, period))
        return NULL;
    if (!(sharing.count <= SCENARIO_EXPLAIN_EXACT ? share_exactly(&sharing, shares)
                                                  : share_by_orders(&sharing, shares)))
        return NULL;
    memset(sharing.active, 1, sharing.count * sizeof *sharing.active);
    if (!run(&sharing, &total))
        return NULL;
    set_place(rows, &sharing);
    rows_set_text(rows, SCENARIO_EXPLAIN_KIND, "total");
    rows_set_number(rows, SCENARIO_EXPLAIN_CONTRIBUTION, total);
    for (size_t i = 0; i < sharing.count; i++)
        if (!add_assumption(rows, &sharing, i, shares[i]))
            return NULL;
    if (sharing.count > SCENARIO_EXPLAIN_EXACT)
        rows_add_meta(rows, "notices",
                      "%zu assumptions: shares are means over %d orders and their reverses, not "
                      "over all",
                      sharing.count, SCENARIO_EXPLAIN_ORDERS);
    return rows;
}
