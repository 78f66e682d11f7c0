#include "scenario/scenario_solve.h"

#include "scenario/scenario_narrow.h"
#include "scenario/scenario_level.h"
#include "score/score_rows.h"

#include <math.h>
#include <string.h>

static const struct rows_column columns[SCENARIO_SOLVE_COLUMNS] = {
    [SCENARIO_SOLVE_ID] = {"scenario", NULL, ROWS_TEXT, 0},
    [SCENARIO_SOLVE_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCENARIO_SOLVE_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [SCENARIO_SOLVE_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCENARIO_SOLVE_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCENARIO_SOLVE_TARGET] = {"target", NULL, ROWS_NUMBER, 1},
    [SCENARIO_SOLVE_WANTED] = {"wanted", NULL, ROWS_NUMBER, 2},
    [SCENARIO_SOLVE_LEVERS] = {"levers", NULL, ROWS_TEXT, 0},
    [SCENARIO_SOLVE_STRENGTH] = {"strength", NULL, ROWS_NUMBER, 2},
    [SCENARIO_SOLVE_CHANCE] = {"chance", NULL, ROWS_NUMBER, 3},
    [SCENARIO_SOLVE_MEAN] = {"mean", NULL, ROWS_NUMBER, 1},
    [SCENARIO_SOLVE_OUTCOME] = {"outcome", NULL, ROWS_TEXT, 0},
};

/* What is being looked for, and where the pulls that are tried stand: the scenario's own but for
 * those of levers that are tried, then room for these. */
struct search {
    struct arena *arena;
    const struct ensemble_input *input;
    struct ensemble_options options;
    const struct scenario_target *target;
    size_t row;
    struct scenario_pull *pulls;
    size_t own;
    double *scratch;
    struct rows *rows;
    struct err *err;
};

/* What came of one try. */
struct outcome {
    double chance;
    double mean;
};

static const struct indicator *indicator_of(const struct search *search)
{
    const struct codebook *codebook = search->input->held->panel.project->codebook;
    return search->options.indicator_count ? &codebook->indicators[search->options.indicators[0]]
                                           : NULL;
}

static double chance_of(const struct search *search, const double *values, size_t draws)
{
    const struct indicator *indicator = indicator_of(search);
    if (!indicator || !indicator->better_low)
        return summary_chance_reaches(values, draws, search->target->value);
    for (size_t d = 0; d < draws; d++)
        search->scratch[d] = -values[d];
    return summary_chance_reaches(search->scratch, draws, -search->target->value);
}

/* Runs the scenario with its own pulls and `count` of those tried. */
static bool try(struct search *search, size_t count, struct outcome *outcome)
{
    struct arena_mark mark = arena_mark(search->arena);
    struct ensemble_input input = *search->input;
    input.scenario = scenario_narrow_pulls(search->arena, search->input->scenario, search->pulls,
                                           search->own + count);
    if (!input.scenario)
        return err_set(search->err, ERR_OUT_OF_MEMORY, "out of memory while solving");
    const struct ensemble *ensemble =
        ensemble_run(search->arena, &input, &search->options, search->err);
    if (!ensemble)
        return false;
    struct scenario_figure figure = scenario_level_figure(ensemble, NULL, 0, search->row);
    outcome->mean = scenario_level(ensemble, &figure, figure.scenario, search->scratch).mean;
    outcome->chance = chance_of(search, figure.scenario, ensemble->draws);
    arena_rewind(search->arena, mark);
    return true;
}

static void add(struct search *search, const char *levers, double strength,
                const struct outcome *outcome, const char *what)
{
    const struct held *held = search->input->held;
    const struct score *score = search->input->score;
    const struct indicator *indicator = indicator_of(search);
    size_t item = indicator ? indicator->node : search->options.items[0];
    struct rows *rows = search->rows;
    char period[DATE_PRINT_SIZE];
    date_period_print(held->panel.options.axis, search->target->period, period);
    rows_add(rows);
    rows_set_text(rows, SCENARIO_SOLVE_ID, search->input->scenario->id);
    rows_set_text(rows, SCENARIO_SOLVE_COUNTRY,
                  held->panel.project->countries[held_country(held, search->row)].id);
    score_rows_keep(rows, SCENARIO_SOLVE_PERIOD, period);
    rows_set_text(rows, SCENARIO_SOLVE_LEVEL, score_item_level(score, item));
    rows_set_text(rows, SCENARIO_SOLVE_ITEM, score_item_id(score, item));
    rows_set_number(rows, SCENARIO_SOLVE_TARGET, search->target->value);
    rows_set_number(rows, SCENARIO_SOLVE_WANTED, search->target->chance);
    rows_set_text(rows, SCENARIO_SOLVE_LEVERS, levers);
    rows_set_number(rows, SCENARIO_SOLVE_STRENGTH, strength);
    rows_set_number(rows, SCENARIO_SOLVE_CHANCE, outcome->chance);
    rows_set_number(rows, SCENARIO_SOLVE_MEAN, outcome->mean);
    rows_set_text(rows, SCENARIO_SOLVE_OUTCOME, what);
}

/* Whether an outcome is better than another: the chance first, then the mean towards the target. */
static bool better(const struct search *search, const struct outcome *a, const struct outcome *b)
{
    const struct indicator *indicator = indicator_of(search);
    double sign = indicator && indicator->better_low ? -1 : 1;
    if (a->chance > b->chance + 1e-12 || a->chance < b->chance - 1e-12)
        return a->chance > b->chance;
    return isnan(b->mean) || sign * (a->mean - b->mean) > 1e-12;
}

/* Whether a chance is as high as what was asked for. */
static bool enough(const struct search *search, const struct outcome *outcome)
{
    return outcome->chance >= search->target->chance - 1e-9;
}

/* The baseline is that of the scenario as it was given: all tries take it over. */
static bool begin(struct search *search, const bool *tried, size_t room)
{
    const struct scenario *scenario = search->input->scenario;
    const struct held *held = search->input->held;
    search->rows = rows_new(search->arena, columns, SCENARIO_SOLVE_COLUMNS);
    search->scratch =
        arena_alloc(search->arena, search->options.draws + 1, sizeof *search->scratch);
    search->pulls = arena_alloc(search->arena, scenario->pull_count + room, sizeof *search->pulls);
    if (!search->rows || !search->scratch || !search->pulls)
        return err_set(search->err, ERR_OUT_OF_MEMORY, "out of memory while solving");
    for (size_t i = 0; i < scenario->pull_count; i++)
        if (!tried[scenario->pulls[i].lever])
            search->pulls[search->own++] = scenario->pulls[i];
    for (size_t row = 0; row < held->rows; row++)
        if (held_period(held, row) == search->target->period)
            search->row = row;
    search->options.like =
        ensemble_run(search->arena, search->input, &search->options, search->err);
    return search->options.like != NULL;
}

static struct scenario_pull pull_of(const struct search *search, uint32_t lever, double strength)
{
    return (struct scenario_pull){
        .lever = lever, .country = search->input->scenario->countries[0], .strength = strength};
}

struct rows *scenario_solve_strength(struct arena *arena, const struct ensemble_input *input,
                                     const struct ensemble_options *options, uint32_t lever,
                                     const struct scenario_target *target, struct err *err)
{
    struct search search = {
        .arena = arena, .input = input, .options = *options, .target = target, .err = err};
    bool *tried = arena_alloc(arena, input->levers->count, sizeof *tried);
    const char *id = input->levers->items[lever].id;
    struct outcome outcome, best = {-1, NAN};
    double best_strength = 0;
    if (!tried) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while solving");
        return NULL;
    }
    tried[lever] = true;
    if (!begin(&search, tried, 1))
        return NULL;
    for (int step = 0; step <= SCENARIO_SOLVE_STRENGTHS; step++) {
        double strength = (double)step / SCENARIO_SOLVE_STRENGTHS;
        search.pulls[search.own] = pull_of(&search, lever, strength);
        if (!try(&search, step > 0, &outcome))
            return NULL;
        if (step == 0)
            add(&search, "", 0, &outcome, "without");
        if (better(&search, &outcome, &best)) {
            best = outcome;
            best_strength = strength;
        }
        if (enough(&search, &outcome)) {
            if (step > 0)
                add(&search, id, strength, &outcome, "reached");
            return search.rows;
        }
    }
    add(&search, id, best_strength, &best, "not reached");
    return search.rows;
}

/* The next set of `size` of count candidates, in the order of their places; false after the last.
 */
static bool next_set(size_t *set, size_t size, size_t count)
{
    size_t at = size;
    while (at > 0 && set[at - 1] == count - size + at - 1)
        at--;
    if (at == 0)
        return false;
    set[at - 1]++;
    for (size_t i = at; i < size; i++)
        set[i] = set[i - 1] + 1;
    return true;
}

static const char *names_of(struct arena *arena, const struct levers *levers,
                            const uint32_t *candidates, const size_t *set, size_t size)
{
    const char *text = "";
    for (size_t i = 0; text && i < size; i++)
        text =
            arena_printf(arena, "%s%s%s", text, i ? ";" : "", levers->items[candidates[set[i]]].id);
    return text ? text : "";
}

/* The best set of one size, kept in best. */
static bool best_of_size(struct search *search, const uint32_t *candidates, size_t count,
                         size_t *set, size_t size, size_t *best_set, struct outcome *best)
{
    for (size_t i = 0; i < size; i++)
        set[i] = i;
    do {
        struct outcome outcome;
        for (size_t i = 0; i < size; i++)
            search->pulls[search->own + i] = pull_of(search, candidates[set[i]], 1);
        if (!try(search, size, &outcome))
            return false;
        if (better(search, &outcome, best)) {
            *best = outcome;
            memcpy(best_set, set, size * sizeof *set);
        }
    } while (next_set(set, size, count));
    return true;
}

/* Tries sets of growing size up to most; adds the row of what came of it. */
static bool search_sets(struct search *search, const uint32_t *candidates, size_t count,
                        size_t most)
{
    const struct levers *levers = search->input->levers;
    size_t *set = arena_alloc(search->arena, count + 1, sizeof *set);
    size_t *best_set = arena_alloc(search->arena, count + 1, sizeof *best_set);
    size_t *kept_set = arena_alloc(search->arena, count + 1, sizeof *kept_set);
    struct outcome kept = {-1, NAN};
    size_t kept_size = 0;
    if (!set || !best_set || !kept_set)
        return err_set(search->err, ERR_OUT_OF_MEMORY, "out of memory while solving");
    for (size_t size = 1; size <= most; size++) {
        struct outcome best = {-1, NAN};
        if (!best_of_size(search, candidates, count, set, size, best_set, &best))
            return false;
        if (better(search, &best, &kept)) {
            kept = best;
            kept_size = size;
            memcpy(kept_set, best_set, size * sizeof *best_set);
        }
        if (enough(search, &best))
            break;
    }
    if (kept_size)
        add(search, names_of(search->arena, levers, candidates, kept_set, kept_size), 1, &kept,
            enough(search, &kept) ? "reached" : "not reached");
    if (enough(search, &kept) || count == 0)
        return true;
    for (size_t i = 0; i < count; i++) {
        set[i] = i;
        search->pulls[search->own + i] = pull_of(search, candidates[i], 1);
    }
    struct outcome outcome;
    if (!try(search, count, &outcome))
        return false;
    add(search, names_of(search->arena, levers, candidates, set, count), 1, &outcome, "all");
    return true;
}

struct rows *scenario_solve_set(struct arena *arena, const struct ensemble_input *input,
                                const struct ensemble_options *options, const uint32_t *candidates,
                                size_t count, const struct scenario_target *target, struct err *err)
{
    struct search search = {
        .arena = arena, .input = input, .options = *options, .target = target, .err = err};
    bool *tried = arena_alloc(arena, input->levers->count + 1, sizeof *tried);
    struct outcome outcome;
    if (!tried) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while solving");
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        tried[candidates[i]] = true;
    size_t most = count <= SCENARIO_SOLVE_ALL ? count : SCENARIO_SOLVE_SET;
    if (!begin(&search, tried, count + 1) || !try(&search, 0, &outcome))
        return NULL;
    add(&search, "", 0, &outcome, "without");
    if (enough(&search, &outcome))
        return search.rows;
    if (!search_sets(&search, candidates, count, most))
        return NULL;
    if (most < count)
        rows_add_meta(search.rows, "notices", "of %zu levers only sets of up to %d were tried",
                      count, SCENARIO_SOLVE_SET);
    return search.rows;
}

static bool below(const struct codebook *codebook, uint32_t indicator, uint32_t node)
{
    uint32_t at = codebook->indicators[indicator].node;
    if (node == CODEBOOK_NONE)
        return codebook->nodes[at].role == ROLE_OUTCOME;
    while (at != CODEBOOK_NONE && at != node)
        at = codebook->nodes[at].parent;
    return at == node;
}

/* Whether a lever's own effects touch an indicator below the node. */
static bool touches(const struct lever *lever, const struct codebook *codebook, uint32_t node)
{
    bool found = false;
    for (size_t i = 0; i < lever->effect_count; i++)
        found = found || below(codebook, lever->effects[i].indicator, node);
    for (size_t k = 0; k < lever->interaction_count; k++)
        for (size_t i = 0; i < lever->interactions[k].effect_count; i++)
            found = found || below(codebook, lever->interactions[k].effects[i].indicator, node);
    for (size_t k = 0; k < lever->mix_count; k++)
        for (size_t i = 0; i < lever->mix[k].effect_count; i++)
            found = found || below(codebook, lever->mix[k].effects[i].indicator, node);
    return found;
}

static uint32_t whole_of(const struct levers *levers, uint32_t lever)
{
    uint32_t whole = levers->items[lever].part_of;
    return whole == LEVER_NONE ? lever : whole;
}

/* Whether a lever makes another happen more likely, or acts on its effects. */
static bool reaches(const struct lever *lever, uint32_t other)
{
    bool found = false;
    for (size_t i = 0; i < lever->raise_count; i++)
        found = found || lever->raises[i].lever == other;
    for (size_t k = 0; k < lever->interaction_count; k++)
        for (size_t i = 0; i < lever->interactions[k].scale_count; i++)
            found = found || (lever->interactions[k].scales[i].kind == LEVER_SCALE_LEVER &&
                              lever->interactions[k].scales[i].what == other);
    return found;
}

void scenario_solve_candidates(const struct levers *levers, const struct codebook *codebook,
                               uint32_t node, bool *useful)
{
    bool more = true;
    for (uint32_t i = 0; i < levers->count; i++)
        useful[i] = false;
    for (uint32_t i = 0; i < levers->count; i++)
        if (touches(&levers->items[i], codebook, node))
            useful[whole_of(levers, i)] = true;
    while (more) {
        more = false;
        for (uint32_t i = 0; i < levers->count; i++)
            for (uint32_t k = 0; k < levers->count && !useful[whole_of(levers, i)]; k++)
                if (useful[whole_of(levers, k)] && reaches(&levers->items[i], k))
                    more = useful[whole_of(levers, i)] = true;
    }
}
