#include "score/score_published.h"

#include <math.h>

/* A difference may be this share over its bound: one that was meant to be at it is. */
static const double slack = 1e-9;

static const struct rows_column columns[PUBLISHED_COLUMNS] = {
    [PUBLISHED_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [PUBLISHED_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [PUBLISHED_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [PUBLISHED_VALUE] = {"value", NULL, ROWS_NUMBER, -1},
    [PUBLISHED_PUBLISHED] = {"published", NULL, ROWS_NUMBER, -1},
    [PUBLISHED_DIFFERENCE] = {"difference", NULL, ROWS_NUMBER, -1},
    [PUBLISHED_WITHIN] = {"within", NULL, ROWS_NUMBER, -1},
    [PUBLISHED_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
};

static const char *flags_of(double value, double published, double within)
{
    if (isnan(published))
        return "unpublished";
    if (isnan(value))
        return "uncomputed";
    return fabs(value - published) > within * (1 + slack) ? "beyond" : "";
}

static void add_pairs(struct rows *rows, const struct score *score, uint32_t country,
                      int32_t period, const char *label)
{
    size_t row = score_row(score, country, period);
    for (size_t i = 0; i < score->rule->published_count; i++) {
        const struct rule_published *pair = &score->rule->published[i];
        size_t item = score_item(score, text_of(pair->item));
        double value = item == SIZE_MAX ? NAN : score_value(score, item, row);
        double published = panel_value(score->panel, pair->indicator, row);
        if (isnan(value) && isnan(published))
            continue;
        rows_add(rows);
        rows_set_text(rows, PUBLISHED_COUNTRY, score->panel->project->countries[country].id);
        rows_set_text(rows, PUBLISHED_PERIOD, label);
        rows_set_text(rows, PUBLISHED_ITEM, pair->item);
        rows_set_number(rows, PUBLISHED_VALUE, value);
        rows_set_number(rows, PUBLISHED_PUBLISHED, published);
        rows_set_number(rows, PUBLISHED_DIFFERENCE, value - published);
        rows_set_number(rows, PUBLISHED_WITHIN, pair->within);
        rows_set_text(rows, PUBLISHED_FLAGS, flags_of(value, published, pair->within));
    }
}

struct rows *score_published(struct arena *arena, const struct score *score,
                             const struct score_selection *selection)
{
    const struct panel_options *options = &score->panel->options;
    struct rows *rows = rows_new(arena, columns, PUBLISHED_COLUMNS);
    int32_t first = selection->first > options->first ? selection->first : options->first;
    int32_t last = selection->last < options->last ? selection->last : options->last;
    for (int32_t period = first; rows && period <= last; period++) {
        char label[DATE_PRINT_SIZE];
        size_t length = date_period_print(options->axis, period, label);
        const char *kept = arena_text(arena, label, length);
        if (!kept)
            return NULL;
        for (size_t i = 0; i < selection->country_count; i++)
            add_pairs(rows, score, selection->countries[i], period, kept);
    }
    return rows && !rows->failed ? rows : NULL;
}
