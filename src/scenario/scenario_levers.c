#include "scenario/scenario_levers.h"

#include "scenario/scenario_narrow.h"
#include "scenario/scenario_level.h"
#include "score/score_rows.h"

#include <math.h>
#include <string.h>

static const struct rows_column columns[SCENARIO_LEVERS_COLUMNS] = {
    [SCENARIO_LEVERS_ID] = {"lever", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_TITLE] = {"title", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_ACTOR] = {"actor", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_SIDE] = {"side", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVERS_BASELINE] = {"baseline", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LEVERS_GAIN] = {"gain", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LEVERS_GAIN_LOW] = {"gain_low_80", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LEVERS_GAIN_HIGH] = {"gain_high_80", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LEVERS_CHANCE_BETTER] = {"chance_better", NULL, ROWS_NUMBER, 2},
    [SCENARIO_LEVERS_CHANCE_LEVEL] = {"chance_level", NULL, ROWS_NUMBER, 2},
    [SCENARIO_LEVERS_CHANCE] = {"chance", NULL, ROWS_NUMBER, 2},
    [SCENARIO_LEVERS_EFFECTS] = {"effects", NULL, ROWS_NUMBER, 0},
    [SCENARIO_LEVERS_WITHOUT_BASE] = {"without_base", NULL, ROWS_NUMBER, 0},
    [SCENARIO_LEVERS_BECAUSE] = {"because", NULL, ROWS_TEXT, 0},
};

/* One lever pulled: against is the ensemble without it, counts its effects by country. */
struct pulled {
    uint32_t lever;
    const struct ensemble *ensemble;
    const struct ensemble *against;
    double *scratch;
    double *first; /* [draw] for chances over several indicators */
    bool *named;   /* [indicator] */
};

static void name_effects(const struct lever_effect *effects, size_t count, bool *named)
{
    for (size_t i = 0; i < count; i++)
        named[effects[i].indicator] = true;
}

/* Marks what a lever and its parts may move, whatever the draw. */
static void name_all(const struct levers *levers, uint32_t lever, bool *named)
{
    for (uint32_t i = 0; i < levers->count; i++) {
        const struct lever *of = &levers->items[i];
        if (i != lever && of->part_of != lever)
            continue;
        name_effects(of->effects, of->effect_count, named);
        for (size_t k = 0; k < of->mix_count; k++)
            name_effects(of->mix[k].effects, of->mix[k].effect_count, named);
    }
}

/* The share of draws in which some ordinal indicator is at least one level better. */
static double chance_level(const struct pulled *pulled, size_t row)
{
    const struct ensemble *with = pulled->ensemble, *without = pulled->against;
    const struct codebook *codebook = with->input.held->panel.project->codebook;
    size_t draws = with->draws, better = 0;
    bool any = false;
    memset(pulled->first, 0, draws * sizeof *pulled->first);
    for (size_t n = 0; n < with->indicator_count; n++) {
        const double *b = with->scenario_raw[n * with->rows + row];
        const double *a = without->scenario_raw[n * with->rows + row];
        double sign = codebook->indicators[with->indicators[n]].better_low ? -1 : 1;
        any = any || !isnan(a[0]);
        for (size_t d = 0; a != b && d < draws; d++)
            if (sign * (b[d] - a[d]) >= 1 - 1e-9)
                pulled->first[d] = 1;
    }
    for (size_t d = 0; d < draws; d++)
        better += pulled->first[d] > 0;
    return any ? (double)better / (double)draws : NAN;
}

static size_t without_base(const struct pulled *pulled, size_t row)
{
    const struct held *held = pulled->ensemble->input.held;
    size_t found = 0;
    for (uint32_t i = 0; i < held->panel.indicators; i++)
        found += pulled->named[i] && held_kind(held, i, row) == HELD_MISSING;
    return found;
}

static void add(struct rows *rows, const struct pulled *pulled, size_t n, size_t row)
{
    const struct ensemble *with = pulled->ensemble;
    const struct held *held = with->input.held;
    const struct score *score = with->input.score;
    const struct lever *lever = &with->input.levers->items[pulled->lever];
    const struct project *project = held->panel.project;
    char period[DATE_PRINT_SIZE];
    size_t effects = 0, at = n * with->rows + row;
    struct summary summary;
    for (uint32_t i = 0; i < held->panel.indicators; i++)
        effects += pulled->named[i];
    rows_add(rows);
    rows_set_text(rows, SCENARIO_LEVERS_ID, lever->id);
    rows_set_text(rows, SCENARIO_LEVERS_TITLE, lever->title);
    rows_set_text(rows, SCENARIO_LEVERS_ACTOR, lever->actor);
    rows_set_text(rows, SCENARIO_LEVERS_SIDE, lever->side);
    rows_set_text(rows, SCENARIO_LEVERS_BECAUSE, lever->because);
    rows_set_text(rows, SCENARIO_LEVERS_COUNTRY, project->countries[held_country(held, row)].id);
    date_period_print(held->panel.options.axis, held_period(held, row), period);
    score_rows_keep(rows, SCENARIO_LEVERS_PERIOD, period);
    rows_set_text(rows, SCENARIO_LEVERS_LEVEL, score_item_level(score, with->items[n]));
    rows_set_text(rows, SCENARIO_LEVERS_ITEM, score_item_id(score, with->items[n]));
    struct scenario_figure figure = scenario_level_figure(pulled->against, NULL, n, row);
    summary = scenario_level(pulled->against, &figure, figure.scenario, pulled->scratch);
    rows_set_number(rows, SCENARIO_LEVERS_BASELINE, summary.mean);
    summary_difference(with->scenario[at], pulled->against->scenario[at], with->draws,
                       pulled->scratch, &summary);
    rows_set_number(rows, SCENARIO_LEVERS_GAIN, summary.mean);
    rows_set_number(rows, SCENARIO_LEVERS_GAIN_LOW, summary.low[SUMMARY_80]);
    rows_set_number(rows, SCENARIO_LEVERS_GAIN_HIGH, summary.high[SUMMARY_80]);
    rows_set_number(
        rows, SCENARIO_LEVERS_CHANCE_BETTER,
        summary_chance_above(with->scenario[at], pulled->against->scenario[at], with->draws, 0));
    rows_set_number(rows, SCENARIO_LEVERS_CHANCE_LEVEL, chance_level(pulled, row));
    rows_set_number(rows, SCENARIO_LEVERS_CHANCE, lever->chance[held_country(held, row)]);
    rows_set_number(rows, SCENARIO_LEVERS_EFFECTS, (double)effects);
    rows_set_number(rows, SCENARIO_LEVERS_WITHOUT_BASE, (double)without_base(pulled, row));
}

/* The scenario with one lever pulled in all its countries; own pulls of that lever give way. */
static const struct scenario *with_pull(struct arena *arena, const struct scenario *scenario,
                                        uint32_t lever)
{
    size_t count = 0, room = scenario->pull_count + scenario->country_count;
    struct scenario_pull *pulls = arena_alloc(arena, room + 1, sizeof *pulls);
    for (size_t i = 0; pulls && i < scenario->pull_count; i++)
        if (scenario->pulls[i].lever != lever)
            pulls[count++] = scenario->pulls[i];
    for (size_t c = 0; pulls && c < scenario->country_count; c++)
        pulls[count++] = (struct scenario_pull){
            .lever = lever, .country = scenario->countries[c], .strength = 1};
    return pulls ? scenario_narrow_pulls(arena, scenario, pulls, count) : NULL;
}

static bool add_lever(struct rows *rows, const struct ensemble_input *input,
                      const struct ensemble_options *options,
                      const struct scenario_selection *selection, struct pulled *pulled,
                      struct err *err)
{
    struct arena *arena = rows->arena;
    struct ensemble_input with = *input;
    size_t indicators = input->held->panel.indicators;
    with.scenario = with_pull(arena, input->scenario, pulled->lever);
    memset(pulled->named, 0, indicators * sizeof *pulled->named);
    name_all(input->levers, pulled->lever, pulled->named);
    pulled->ensemble = with.scenario ? ensemble_run(arena, &with, options, err) : NULL;
    if (!with.scenario)
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while pulling levers");
    if (!pulled->ensemble)
        return false;
    for (size_t c = 0; c < selection->country_count; c++)
        for (size_t row = 0; row < input->held->rows; row++) {
            if (held_country(input->held, row) != selection->countries[c] ||
                held_period(input->held, row) != selection->last)
                continue;
            for (size_t n = 0; n < options->item_count; n++)
                add(rows, pulled, n, row);
        }
    return true;
}

struct rows *scenario_levers(struct arena *arena, const struct ensemble_input *input,
                             const struct ensemble_options *options, uint32_t alone,
                             const struct scenario_selection *selection, struct err *err)
{
    struct ensemble_options like = *options;
    struct rows *rows = rows_new(arena, columns, SCENARIO_LEVERS_COLUMNS);
    struct pulled pulled = {
        .scratch = arena_alloc(arena, options->draws, sizeof *pulled.scratch),
        .first = arena_alloc(arena, options->draws, sizeof *pulled.first),
        .named = arena_alloc(arena, input->held->panel.indicators, sizeof *pulled.named),
    };
    if (!rows || !pulled.scratch || !pulled.first || !pulled.named) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while pulling levers");
        return NULL;
    }
    pulled.against = ensemble_run(arena, input, options, err);
    like.like = pulled.against;
    for (uint32_t i = 0; pulled.against && i < input->levers->count; i++) {
        bool shown =
            alone == LEVER_NONE ? input->levers->items[i].part_of == LEVER_NONE : i == alone;
        pulled.lever = i;
        if (shown && !add_lever(rows, input, &like, selection, &pulled, err))
            return NULL;
    }
    return pulled.against ? rows : NULL;
}
