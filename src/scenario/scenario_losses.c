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

/* The ids of what has no value, apart at separator (NULL: as in a sentence). */
static const char *items_text(struct arena *arena, const struct ensemble *ensemble,
                              const struct ensemble_loss *loss, const char *separator)
{
    const struct codebook *codebook = codebook_of(ensemble);
    const char *text = "";
    if (loss->kind == ENSEMBLE_NO_SCALE)
        return codebook->nodes[loss->node].id;
    for (size_t i = 0; text && i < loss->indicator_count; i++)
        text = arena_printf(arena, "%s%s%s", text,
                            separator && i ? separator : between(i, loss->indicator_count),
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
        rows_set_text(rows, ITEMS, items_text(arena, ensemble, loss, ";"));
    }
    return rows;
}

/* Whether two losses differ in their country alone. */
static bool same_but_country(const struct ensemble_loss *a, const struct ensemble_loss *b)
{
    return a->kind == b->kind && a->lever == b->lever && a->step == b->step && a->node == b->node &&
           a->effects == b->effects && a->of == b->of && a->raises == b->raises &&
           a->indicator_count == b->indicator_count &&
           memcmp(a->indicators, b->indicators, a->indicator_count * sizeof *a->indicators) == 0;
}

static const char *countries_text(struct arena *arena, const struct ensemble *ensemble, size_t at)
{
    const struct ensemble_loss *losses = ensemble->losses;
    size_t count = 0, n = 0;
    const char *text = "";
    for (size_t i = at; i < ensemble->loss_count; i++)
        count += same_but_country(&losses[at], &losses[i]);
    for (size_t i = at; text && i < ensemble->loss_count; i++)
        if (same_but_country(&losses[at], &losses[i])) {
            text = arena_printf(arena, "%s%s%s", text, between(n, count),
                                country_of(ensemble, losses[i].country, true));
            n++;
        }
    return text ? text : "";
}

static void say(const struct ensemble *ensemble, size_t at, struct rows *rows)
{
    const struct ensemble_loss *loss = &ensemble->losses[at];
    const char *where = countries_text(rows->arena, ensemble, at);
    const char *items = items_text(rows->arena, ensemble, loss, NULL);
    const char *one = loss->indicator_count == 1 ? "has" : "have";
    if (loss->kind == ENSEMBLE_NO_STEP) {
        rows_add_meta(rows, "warnings", "%s has no value in %s that the scenario's step could move",
                      items, where);
        return;
    }
    const char *id = ensemble->input.levers->items[loss->lever].id;
    if (loss->kind == ENSEMBLE_NO_BASE) {
        rows_add_meta(rows, "warnings",
                      "%zu of %zu effect%s of %s %s no base: %s %s no value in %s", loss->effects,
                      loss->of, loss->of == 1 ? "" : "s", id, loss->effects == 1 ? "has" : "have",
                      items, one, where);
        return;
    }
    rows_add_meta(rows, "warnings",
                  "%s has no value in %s, so %zu effect%s and %zu raise%s of %s, which it scales, "
                  "do nothing there",
                  items, where, loss->effects, loss->effects == 1 ? "" : "s", loss->raises,
                  loss->raises == 1 ? "" : "s", id);
}

void scenario_losses_say(const struct ensemble *ensemble, struct rows *rows)
{
    for (size_t i = 0; i < ensemble->loss_count; i++) {
        bool said = false;
        for (size_t before = 0; before < i; before++)
            said = said || same_but_country(&ensemble->losses[before], &ensemble->losses[i]);
        if (!said)
            say(ensemble, i, rows);
    }
}
