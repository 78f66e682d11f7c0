#include "score/score_diff.h"

#include "score/rule_mix.h"
#include "score/score_diff_cell.h"
#include "score/score_rows.h"

#include <math.h>
#include <string.h>

enum { MIXTURES = 1U << SCORE_DIFF_CAUSES, ALL = MIXTURES - 1 };

/* A score of both sides, by item and row of each; SIZE_MAX where a side has none. */
struct target {
    const struct score_diff_country *country;
    int32_t period;
    size_t item[2];
    size_t row[2];
};

struct difference {
    struct arena *arena;
    const struct score_diff_ask *ask;
    struct score_diff_pair pair;
    const struct score *scores[2];
    struct target *targets;
    size_t count;
    double *values[MIXTURES]; /* [target]; by the causes that are the second side's */
    struct rows *tidy;
};

static const struct rows_column columns[SCORE_DIFF_COLUMNS] = {
    [SCORE_DIFF_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_VALUE_A] = {"value_a", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_VALUE_B] = {"value_b", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_DIFFERENCE] = {"difference", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_PART + SCORE_CAUSE_EVENT] = {"event", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_PART + SCORE_CAUSE_CORRECTION] = {"correction", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_PART + SCORE_CAUSE_METHOD] = {"method", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_PART + SCORE_CAUSE_DATA] = {"new_data", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_PART + SCORE_CAUSE_WEIGHT] = {"weight", NULL, ROWS_NUMBER, -1},
    [SCORE_DIFF_CHANGE] = {"change", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_DATE] = {"date", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_SOURCE] = {"source", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_CODER] = {"coder", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_RECORDED] = {"recorded", NULL, ROWS_TEXT, 0},
    [SCORE_DIFF_NOTE] = {"note", NULL, ROWS_TEXT, 0},
};

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing two states");
}

/* A target's row on a side, SIZE_MAX where that has no such country. */
static size_t row_of(const struct difference *difference, int of,
                     const struct score_diff_country *country, int32_t period)
{
    uint32_t own = country->of[of];
    return own == UINT32_MAX ? SIZE_MAX : score_row(difference->scores[of], own, period);
}

static void add_targets_of(struct difference *difference, const struct score_diff_country *country,
                           int32_t period)
{
    const struct score *after = difference->scores[1], *before = difference->scores[0];
    for (size_t n = 0; n < after->items; n++) {
        size_t item = n == 0 ? score_index(after) : n - 1; /* the index is the last item */
        if (!after->eligible[item] || after->compile->items[item].text ||
            !(score_rows_level(after, item) & difference->ask->levels))
            continue;
        size_t match =
            score_item_of(before, score_item_level(after, item), score_item_id(after, item));
        bool missing =
            match == SIZE_MAX || !before->eligible[match] || before->compile->items[match].text;
        difference->targets[difference->count++] =
            (struct target){.country = country,
                            .period = period,
                            .item = {missing ? SIZE_MAX : match, item},
                            .row = {row_of(difference, 0, country, period),
                                    row_of(difference, 1, country, period)}};
    }
}

static bool add_targets(struct difference *difference)
{
    const struct score_diff_ask *ask = difference->ask;
    size_t periods = ask->first <= ask->last ? (size_t)(ask->last - ask->first) + 1 : 0;
    size_t most = ask->country_count * periods * difference->scores[1]->items;
    difference->targets = arena_alloc(difference->arena, most, sizeof *difference->targets);
    for (size_t i = 0; difference->targets && i < ask->country_count; i++)
        for (int32_t period = ask->first; period <= ask->last; period++)
            add_targets_of(difference, &ask->countries[i], period);
    return difference->targets != NULL;
}

/* The targets' values in a score of a side. */
static double *values_of(const struct difference *difference, const struct score *score, int of)
{
    double *values = arena_alloc(difference->arena, difference->count, sizeof *values);
    for (size_t i = 0; values && i < difference->count; i++) {
        const struct target *target = &difference->targets[i];
        bool there = target->item[of] != SIZE_MAX && target->row[of] != SIZE_MAX;
        values[i] = there ? score_value(score, target->item[of], target->row[of]) : NAN;
    }
    return values;
}

/* The rule of a side, with the weights of the other where these come apart from the method. */
static const struct rule *rule_of(const struct difference *difference, int of, unsigned causes)
{
    const struct score_diff_side *sides = difference->pair.sides;
    bool apart = difference->pair.changed & 1U << SCORE_CAUSE_WEIGHT;
    int weights = causes & 1U << SCORE_CAUSE_WEIGHT ? 1 : 0;
    struct rule_mix_side mixed[2];
    if (!apart || weights == of)
        return sides[of].rule;
    for (int side = 0; side < 2; side++)
        mixed[side] =
            (struct rule_mix_side){sides[side].rule, sides[side].panel->project->codebook};
    return rule_mix(difference->arena, &mixed[of], &mixed[weights]);
}

/* A mixture that the rule cannot score (a column without range) has no values. */
static bool score_mixture(struct difference *difference, unsigned causes, struct err *err)
{
    int of = causes & 1U << SCORE_CAUSE_METHOD ? 1 : 0;
    const struct score_diff_side *side = &difference->pair.sides[of];
    const struct rule *rule = rule_of(difference, of, causes);
    double *values = arena_alloc(difference->arena, difference->count, sizeof *values);
    if (!values || !rule)
        return out_of_memory(err);
    struct arena_mark mark = arena_mark(difference->arena);
    const struct panel *panel =
        score_diff_panel_mix(difference->arena, &difference->pair, of, causes);
    if (!panel)
        return out_of_memory(err);
    const struct score *score = score_run(difference->arena, panel, rule, &side->options, err);
    if (!score && err->code == ERR_OUT_OF_MEMORY)
        return false;
    double *made = score ? values_of(difference, score, of) : NULL;
    if (score && !made)
        return out_of_memory(err);
    for (size_t i = 0; i < difference->count; i++)
        values[i] = made ? made[i] : NAN;
    arena_rewind(difference->arena, mark);
    difference->values[causes] = values;
    return true;
}

static bool score_mixtures(struct difference *difference, struct err *err)
{
    unsigned changed = difference->pair.changed;
    difference->values[0] = values_of(difference, difference->scores[0], 0);
    difference->values[changed] =
        changed ? values_of(difference, difference->scores[1], 1) : difference->values[0];
    if (!difference->values[0] || !difference->values[changed])
        return out_of_memory(err);
    for (unsigned causes = 1; causes < MIXTURES; causes++)
        if ((causes & ~changed) == 0 && causes != changed &&
            !score_mixture(difference, causes, err))
            return false;
    for (unsigned causes = 0; causes < MIXTURES; causes++)
        difference->values[causes] = difference->values[causes & changed];
    return true;
}

/* A cause's mean change over all orders: with s others in before it there are s! (4 − s)! of 5!
 * orders. */
static double part_of(const struct difference *difference, size_t target, unsigned cause)
{
    static const double shares[SCORE_DIFF_CAUSES] = {24. / 120, 6. / 120, 4. / 120, 6. / 120,
                                                     24. / 120};
    double part = 0;
    for (unsigned causes = 0; causes < MIXTURES; causes++)
        if (!(causes & 1U << cause))
            part += shares[__builtin_popcount(causes)] *
                    (difference->values[causes | 1U << cause][target] -
                     difference->values[causes][target]);
    return part;
}

/* Why a difference has no parts; NULL where it has. */
static const char *why_no_parts(const struct difference *difference, size_t target)
{
    if (isnan(difference->values[0][target]))
        return "no value on the first side";
    if (isnan(difference->values[ALL][target]))
        return "no value on the second side";
    for (unsigned causes = 0; causes < MIXTURES; causes++)
        if (isnan(difference->values[causes][target]))
            return "no value with some of the changes alone";
    return NULL;
}

static void add_score(struct difference *difference, size_t at)
{
    struct rows *tidy = difference->tidy;
    const struct target *target = &difference->targets[at];
    const struct score *score = difference->scores[1];
    double before = difference->values[0][at], after = difference->values[ALL][at];
    const char *why = why_no_parts(difference, at);
    if (before == after || (isnan(before) && isnan(after)))
        return;
    rows_add(tidy);
    score_diff_cell_place(tidy, &difference->pair, target->country, target->period);
    rows_set_text(tidy, SCORE_DIFF_LEVEL, score_item_level(score, target->item[1]));
    rows_set_text(tidy, SCORE_DIFF_ITEM, score_item_id(score, target->item[1]));
    rows_set_number(tidy, SCORE_DIFF_VALUE_A, before);
    rows_set_number(tidy, SCORE_DIFF_VALUE_B, after);
    rows_set_number(tidy, SCORE_DIFF_DIFFERENCE, after - before);
    for (unsigned cause = 0; cause < SCORE_DIFF_CAUSES; cause++)
        rows_set_number(tidy, SCORE_DIFF_PART + cause, why ? NAN : part_of(difference, at, cause));
    rows_set_text(tidy, SCORE_DIFF_NOTE, why);
}

struct rows *score_diff(struct arena *arena, const struct score_diff_side *a,
                        const struct score_diff_side *b, const struct score_diff_ask *ask,
                        struct err *err)
{
    struct difference difference = {.arena = arena, .ask = ask};
    if (!score_diff_panel_pair(arena, a, b, ask->same_method, &difference.pair)) {
        out_of_memory(err);
        return NULL;
    }
    for (int of = 0; of < 2; of++) {
        const struct score_diff_side *side = &difference.pair.sides[of];
        difference.scores[of] = score_run(arena, side->panel, side->rule, &side->options, err);
        if (!difference.scores[of])
            return NULL;
    }
    difference.tidy = rows_new(arena, columns, SCORE_DIFF_COLUMNS);
    if (!difference.tidy || !add_targets(&difference)) {
        out_of_memory(err);
        return NULL;
    }
    if (!score_mixtures(&difference, err))
        return NULL;
    for (size_t i = 0; i < difference.count; i++)
        add_score(&difference, i);
    score_diff_cell_rows(&difference.pair, ask, difference.tidy);
    if (!difference.tidy->failed)
        return difference.tidy;
    out_of_memory(err);
    return NULL;
}
