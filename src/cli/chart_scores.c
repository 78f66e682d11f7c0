#include "cli/chart_scores.h"

#include "cli/chart_change.h"
#include "cli/chart_rows.h"
#include "score/score_rows.h"

#include <math.h>
#include <string.h>

enum { ITEMS_MAX = 2 };

/* The items that were asked for, as places in the score. */
struct items {
    size_t at[ITEMS_MAX];
    size_t count;
};

bool chart_scores_span(enum chart_kind kind)
{
    return kind == CHART_SERIES || kind == CHART_SLOPE || kind == CHART_MULTIPLES ||
           kind == CHART_BUMP || kind == CHART_QUADRANT || kind == CHART_EVIDENCE ||
           kind == CHART_WATERFALL;
}

static bool fail(struct session *session, const char *sentence, const char *hint)
{
    struct err err;
    err_set(&err, ERR_ARGUMENT, "%s", sentence);
    err_hint(&err, "%s", hint);
    return session_fail(session, &err);
}

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while preparing the chart");
    return session_fail(session, &err);
}

static size_t items_taken(enum chart_kind kind)
{
    switch (kind) {
    case CHART_SERIES:
    case CHART_SLOPE:
    case CHART_BUMP:
        return 1;
    case CHART_SCATTER:
    case CHART_QUADRANT:
        return 2;
    default:
        return 0;
    }
}

static bool find_item(struct session *session, const struct score *score, const char *name,
                      size_t *item)
{
    struct err err;
    *item = score_item(score, text_of(name));
    if (*item != SIZE_MAX && score->compile->items[*item].text) {
        err_set(&err, ERR_ARGUMENT, "the result %s is a text: charts are drawn of numbers", name);
        err_hint(&err, "tidemark score --level result shows it");
        return session_fail(session, &err);
    }
    if (*item != SIZE_MAX && score->eligible[*item])
        return true;
    err_set(&err, ERR_ITEM_UNKNOWN,
            *item == SIZE_MAX ? "there is no result, pillar, group or indicator \"%s\""
                              : "%s takes no part under this rule",
            name);
    err_hint(&err, "tidemark explain lists the items of a score");
    return session_fail(session, &err);
}

static bool choose_items(struct session *session, const struct score *score, enum chart_kind kind,
                         const char *const *arguments, size_t count, struct items *items)
{
    struct err err;
    items->count = 0;
    if (count > items_taken(kind)) {
        err_set(&err, ERR_ARGUMENT, "a %s chart takes %s, but got \"%s\" too",
                chart_kind_name(kind),
                items_taken(kind) == 0   ? "no item"
                : items_taken(kind) == 1 ? "at most one item"
                                         : "at most two items",
                arguments[items_taken(kind)]);
        err_hint(&err, "tidemark help chart");
        return session_fail(session, &err);
    }
    for (size_t i = 0; i < count; i++)
        if (!find_item(session, score, arguments[i], &items->at[items->count++]))
            return false;
    if (items_taken(kind) == 2 && count == 1)
        return fail(session, "one item is named, but the chart sets two against each other",
                    "tidemark chart scatter civic_space media_freedom");
    if (items_taken(kind) == 1 && count == 0)
        items->at[items->count++] = score_index(score);
    return true;
}

static unsigned levels_of(const struct score *score, enum chart_kind kind,
                          const struct items *items)
{
    unsigned levels = 0;
    for (size_t i = 0; i < items->count; i++)
        levels |= score_rows_level(score, items->at[i]);
    if (kind == CHART_HEATMAP)
        return SCORE_LEVEL_INDICATOR;
    if (kind == CHART_QUADRANT && !levels)
        return SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR | SCORE_LEVEL_INDICATOR;
    return levels ? levels : SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR;
}

/* Whether any row of an item has a value. */
static bool has_values(const struct rows *rows, const char *item)
{
    size_t items = rows_find(rows, "item"), values = rows_find(rows, "value");
    for (size_t row = 0; row < rows->count; row++)
        if (strcmp(rows_text(rows, row, items), item) == 0 &&
            !isnan(rows_number(rows, row, values)))
            return true;
    return false;
}

/* The lever that a quadrant shows: the first lever pillar that has a score, else the first
 * indicator of one that has a value, and then words that say so. */
static bool choose_lever(struct session *session, const struct reading *reading,
                         struct chart_request *request)
{
    const struct codebook *codebook = reading->panel->project->codebook;
    request->y_item = "index";
    for (int pillars = 1; pillars >= 0; pillars--)
        for (uint32_t i = 0; i < codebook->node_count; i++) {
            const struct node *node = &codebook->nodes[i];
            if (node->role != ROLE_LEVER || (node->kind == NODE_PILLAR) != (pillars == 1) ||
                !has_values(request->rows, node->id))
                continue;
            request->x_item = node->id;
            if (!pillars)
                request->x_words = arena_printf(
                    session->arena,
                    chart_words(request->language, "%s has no score: %s stands in its place."),
                    codebook->nodes[codebook_pillar_of(codebook, i)].name, node->name);
            return true;
        }
    struct err err;
    err_set(&err, ERR_CHART_ROWS, "no lever has a value in these periods");
    err_hint(&err, "tidemark status says what is missing; name two items: tidemark chart quadrant "
                   "LEVER OUTCOME");
    return session_fail(session, &err);
}

static void keep_items(struct session *session, const struct reading *reading,
                       const struct items *items, struct chart_request *request)
{
    if (items->count == 1)
        request->rows = chart_rows_of_item(session->arena, request->rows,
                                           score_item_id(reading->score, items->at[0]));
    if (items->count == 2) {
        request->x_item = score_item_id(reading->score, items->at[0]);
        request->y_item = score_item_id(reading->score, items->at[1]);
    }
}

static bool select_rows(struct session *session, const struct reading *reading,
                        const struct items *items, struct score_selection *selection,
                        struct chart_request *request)
{
    selection->levels = levels_of(reading->score, request->kind, items);
    selection->stage = SCORE_ROWS_NORMALISED;
    struct rows *rows = score_rows(session->arena, reading->score, selection);
    if (!rows)
        return out_of_memory(session);
    session_meta(session, reading, rows);
    request->rows = rows;
    keep_items(session, reading, items, request);
    request->labels = chart_rows_labels(session->arena, reading, selection);
    if (request->kind == CHART_SERIES)
        request->marks = chart_rows_marks(session->arena, request->language, reading, selection);
    size_t item = items->count > 0 ? items->at[0] : score_index(reading->score);
    if (request->rows)
        request->band =
            chart_rows_band(session->arena, request->language, request->rows, session->opt->draws,
                            reading->score->compile->items[item].low != GRAPH_NONE);
    request->measure = chart_rows_measure(session->arena, reading,
                                          items->count == 1 ? item : score_index(reading->score));
    if (!request->rows || !request->labels || !request->measure)
        return out_of_memory(session);
    return request->kind != CHART_QUADRANT || items->count == 2 ||
           choose_lever(session, reading, request);
}

bool chart_scores_request(struct session *session, const struct reading *reading,
                          const char *const *arguments, size_t argument_count,
                          struct chart_request *request)
{
    struct score_selection selection = {.first = reading->first, .last = reading->last};
    struct items items;
    bool change = request->kind == CHART_WATERFALL;
    if (!session_countries(session, &selection.countries, &selection.country_count))
        return false;
    request->scale_worst = reading->rule->scale_worst;
    request->scale_best = reading->rule->scale_best;
    request->unit_low = chart_words(request->language, "worst");
    request->unit_high = chart_words(request->language, "best");
    request->source = chart_rows_source(session->arena, request->language, reading, &selection);
    request->note = session->opt->note
                        ? session->opt->note
                        : chart_rows_note(session->arena, request->language, reading);
    if (!request->source)
        return out_of_memory(session);
    if (change)
        return chart_change_request(session, reading, &selection, arguments, argument_count,
                                    request);
    return choose_items(session, reading->score, request->kind, arguments, argument_count,
                        &items) &&
           select_rows(session, reading, &items, &selection, request);
}
