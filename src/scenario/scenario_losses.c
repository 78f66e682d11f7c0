#include "scenario/scenario_losses.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum column { SCENARIO, COUNTRY, LEVER, WHAT, EFFECTS, OF, RAISES, SHARE, ITEMS, COLUMNS };

static const struct rows_column columns[COLUMNS] = {
    [SCENARIO] = {"scenario", NULL, ROWS_TEXT, 0}, [COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [LEVER] = {"lever", NULL, ROWS_TEXT, 0},       [WHAT] = {"what", NULL, ROWS_TEXT, 0},
    [EFFECTS] = {"effects", NULL, ROWS_NUMBER, 0}, [OF] = {"of", NULL, ROWS_NUMBER, 0},
    [RAISES] = {"raises", NULL, ROWS_NUMBER, 0},   [SHARE] = {"share", NULL, ROWS_NUMBER, 2},
    [ITEMS] = {"items", NULL, ROWS_TEXT, 0},
};

static const struct codebook *codebook_of(const struct ensemble *ensemble)
{
    return ensemble->input.held->panel.project->codebook;
}

static const char *country_of(const struct ensemble *ensemble, uint32_t country, bool name)
{
    const struct country *found = &ensemble->input.held->panel.project->countries[country];
    return name ? found->name : found->id;
}

/* Words between the items of a list of `count`, before item n. */
static const char *between(size_t n, size_t count)
{
    return n == 0 ? "" : n + 1 == count ? " and " : ", ";
}

/* The ids of what has no value, apart at `;`. */
static const char *items_text(struct arena *arena, const struct ensemble *ensemble,
                              const struct ensemble_loss *loss)
{
    const struct codebook *codebook = codebook_of(ensemble);
    const char *text = "";
    if (loss->kind == ENSEMBLE_NO_SCALE)
        return codebook->nodes[loss->node].id;
    for (size_t i = 0; text && i < loss->indicator_count; i++)
        text = arena_printf(arena, "%s%s%s", text, i ? ";" : "",
                            codebook->indicators[loss->indicators[i]].id);
    return text ? text : "";
}

struct rows *scenario_losses_rows(struct arena *arena, const struct ensemble *ensemble)
{
    struct rows *rows = rows_new(arena, columns, COLUMNS);
    for (size_t i = 0; rows && i < ensemble->loss_count; i++) {
        const struct ensemble_loss *loss = &ensemble->losses[i];
        bool lever = loss->lever != LEVER_NONE;
        rows_add(rows);
        rows_set_text(rows, SCENARIO, ensemble->input.scenario->id);
        rows_set_text(rows, COUNTRY, country_of(ensemble, loss->country, false));
        rows_set_text(rows, LEVER, lever ? ensemble->input.levers->items[loss->lever].id : NULL);
        rows_set_text(rows, WHAT, loss->kind == ENSEMBLE_NO_SCALE ? "no scale" : "no base");
        rows_set_number(rows, EFFECTS, (double)loss->effects);
        rows_set_number(rows, OF, (double)loss->of);
        rows_set_number(rows, RAISES, (double)loss->raises);
        rows_set_number(rows, SHARE, loss->share);
        rows_set_text(rows, ITEMS, items_text(arena, ensemble, loss));
    }
    return rows;
}

/* One sentence: what one lever with its parts loses in one country. */
struct lost {
    enum ensemble_loss_kind kind;
    uint32_t lever; /* the whole, LEVER_NONE for a step */
    uint32_t country;
    uint32_t node;
    bool *indicators; /* [indicator] */
    size_t effects;
    size_t of;
    size_t raises;
    bool said;
};

static uint32_t whole_of(const struct levers *levers, uint32_t lever)
{
    return lever == LEVER_NONE || levers->items[lever].part_of == LEVER_NONE
               ? lever
               : levers->items[lever].part_of;
}

/* How many effects a lever has with its parts. */
static size_t effects_of(const struct levers *levers, uint32_t lever)
{
    size_t count = 0;
    for (uint32_t i = 0; i < levers->count; i++)
        if (i == lever || levers->items[i].part_of == lever)
            count += levers->items[i].effect_count;
    return count;
}

/* Losses of parts are put together with their whole's; returns how many there are. */
static size_t gather(struct arena *arena, const struct ensemble *ensemble, struct lost *all)
{
    const struct levers *levers = ensemble->input.levers;
    size_t count = 0, indicators = codebook_of(ensemble)->indicator_count;
    for (size_t i = 0; i < ensemble->loss_count; i++) {
        const struct ensemble_loss *loss = &ensemble->losses[i];
        uint32_t lever = whole_of(levers, loss->lever);
        size_t at = 0;
        while (at < count && (all[at].kind != loss->kind || all[at].lever != lever ||
                              all[at].country != loss->country || all[at].node != loss->node ||
                              lever == LEVER_NONE))
            at++;
        if (at == count) {
            all[count++] = (struct lost){.kind = loss->kind,
                                         .lever = lever,
                                         .country = loss->country,
                                         .node = loss->node,
                                         .indicators = arena_alloc(arena, indicators + 1, 1)};
            if (!all[at].indicators)
                return 0;
            if (lever != LEVER_NONE)
                all[at].of = effects_of(levers, lever);
        }
        all[at].effects += loss->effects;
        all[at].raises += loss->raises;
        for (size_t k = 0; k < loss->indicator_count; k++)
            all[at].indicators[loss->indicators[k]] = true;
    }
    return count;
}

/* Whether two losses differ in their country alone. */
static bool same_but_country(const struct lost *a, const struct lost *b, size_t indicators)
{
    return a->kind == b->kind && a->lever == b->lever && a->node == b->node &&
           a->effects == b->effects && a->raises == b->raises &&
           memcmp(a->indicators, b->indicators, indicators) == 0;
}

/* The countries of losses like the one at `at`, which are marked as said. */
static const char *countries_text(struct arena *arena, const struct ensemble *ensemble,
                                  struct lost *all, size_t count, size_t at)
{
    size_t alike = 0, n = 0, indicators = codebook_of(ensemble)->indicator_count;
    const char *text = "";
    for (size_t i = at; i < count; i++)
        alike += same_but_country(&all[at], &all[i], indicators);
    for (size_t i = at; text && i < count; i++)
        if (same_but_country(&all[at], &all[i], indicators)) {
            text = arena_printf(arena, "%s%s%s", text, between(n++, alike),
                                country_of(ensemble, all[i].country, true));
            all[i].said = true;
        }
    return text ? text : "";
}

static const char *lost_text(struct arena *arena, const struct ensemble *ensemble,
                             const struct lost *lost, size_t *count)
{
    const struct codebook *codebook = codebook_of(ensemble);
    const char *text = "";
    size_t n = 0;
    *count = 0;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        *count += lost->indicators[i];
    for (size_t i = 0; text && i < codebook->indicator_count; i++)
        if (lost->indicators[i])
            text = arena_printf(arena, "%s%s%s", text, between(n++, *count),
                                codebook->indicators[i].id);
    return text ? text : "";
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void say(const struct ensemble *ensemble, const struct lost *lost, const char *where,
                struct rows *rows)
{
    size_t count = 0;
    const char *items = lost_text(rows->arena, ensemble, lost, &count);
    if (lost->kind == ENSEMBLE_NO_STEP) {
        rows_add_meta(rows, "warnings", "%s has no value in %s that the scenario's step could move",
                      items, where);
        return;
    }
    const char *id = ensemble->input.levers->items[lost->lever].id;
    if (lost->kind == ENSEMBLE_NO_BASE)
        rows_add_meta(rows, "warnings",
                      "%zu of %zu effect%s of %s %s no base: %s %s no value in %s", lost->effects,
                      lost->of, plural(lost->of), id, lost->effects == 1 ? "has" : "have", items,
                      count == 1 ? "has" : "have", where);
    else
        rows_add_meta(rows, "warnings",
                      "%s has no value in %s, so %zu effect%s and %zu raise%s of %s, which it "
                      "scales, do nothing there",
                      codebook_of(ensemble)->nodes[lost->node].id, where, lost->effects,
                      plural(lost->effects), lost->raises, plural(lost->raises), id);
}

void scenario_losses_say(const struct ensemble *ensemble, const uint32_t *countries, size_t count,
                         struct rows *rows)
{
    struct lost *all = arena_alloc(rows->arena, ensemble->loss_count + 1, sizeof *all);
    size_t found = all ? gather(rows->arena, ensemble, all) : 0, shown = 0;
    rows->failed = rows->failed || (ensemble->loss_count > 0 && found == 0);
    for (size_t i = 0; i < found; i++)
        for (size_t c = 0; c < count; c++)
            if (all[i].country == countries[c]) {
                all[shown++] = all[i];
                break;
            }
    for (size_t i = 0; i < shown; i++)
        if (!all[i].said)
            say(ensemble, &all[i], countries_text(rows->arena, ensemble, all, shown, i), rows);
}

const char *scenario_losses_text(struct arena *arena, const struct ensemble *ensemble,
                                 uint32_t country)
{
    struct lost *all = arena_alloc(arena, ensemble->loss_count + 1, sizeof *all);
    size_t count = all ? gather(arena, ensemble, all) : 0;
    const char *text = all && (count > 0 || ensemble->loss_count == 0) ? "" : NULL;
    for (size_t i = 0; text && i < count; i++)
        if (all[i].kind == ENSEMBLE_NO_BASE && all[i].country == country)
            text = arena_printf(arena, "%s%s%s %zu of %zu", text, *text ? "; " : "",
                                ensemble->input.levers->items[all[i].lever].id, all[i].effects,
                                all[i].of);
    return text;
}

/* Where one indicator is held back at one end, country by country. */
static void say_end(const struct ensemble *ensemble, size_t n, bool floor,
                    const uint32_t *countries, size_t count, struct rows *rows)
{
    const struct held *held = ensemble->input.held;
    const char *where = "";
    size_t most = 0, found = 0;
    for (size_t c = 0; c < count; c++)
        for (size_t row = 0; row < ensemble->rows && where; row++) {
            if (held_country(held, row) != countries[c] || held_period(held, row) != held->last)
                continue;
            size_t at = n * ensemble->rows + row;
            size_t cut = floor ? ensemble->at_floor[at] : ensemble->at_ceiling[at];
            if (2 * cut < ensemble->draws || ensemble->draws == 0)
                continue;
            where = arena_printf(rows->arena, "%s%s%s", where, found++ ? ", " : "",
                                 country_of(ensemble, countries[c], true));
            most = cut > most ? cut : most;
        }
    if (found && where)
        rows_add_meta(rows, "warnings", "%s is held at its %s in up to %.0f %% of draws: %s",
                      codebook_of(ensemble)->indicators[ensemble->indicators[n]].id,
                      floor ? "floor" : "ceiling", 100 * (double)most / (double)ensemble->draws,
                      where);
}

void scenario_losses_say_ends(const struct ensemble *ensemble, const uint32_t *countries,
                              size_t count, struct rows *rows)
{
    for (size_t n = 0; n < ensemble->indicator_count; n++) {
        say_end(ensemble, n, true, countries, count, rows);
        say_end(ensemble, n, false, countries, count, rows);
    }
}
