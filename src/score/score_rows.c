#include "score/score_rows.h"

#include <string.h>

enum {
    COLUMN_COUNTRY,
    COLUMN_PERIOD,
    COLUMN_LEVEL,
    COLUMN_ITEM,
    COLUMN_VALUE,
    COLUMN_LOW,
    COLUMN_HIGH,
    COLUMN_COVERAGE,
    COLUMN_FLAGS,
    COLUMNS
};

static const struct rows_column columns[COLUMNS] = {
    [COLUMN_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [COLUMN_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [COLUMN_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [COLUMN_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [COLUMN_VALUE] = {"value", NULL, ROWS_NUMBER, 1},
    [COLUMN_LOW] = {"low", NULL, ROWS_NUMBER, 1},
    [COLUMN_HIGH] = {"high", NULL, ROWS_NUMBER, 1},
    [COLUMN_COVERAGE] = {"coverage", NULL, ROWS_NUMBER, 2},
    [COLUMN_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
};

unsigned score_rows_level(const struct score *score, size_t item)
{
    const struct codebook *codebook = score->panel->project->codebook;
    static const unsigned levels[] = {[NODE_PILLAR] = SCORE_LEVEL_PILLAR,
                                      [NODE_GROUP] = SCORE_LEVEL_GROUP,
                                      [NODE_INDICATOR] = SCORE_LEVEL_INDICATOR};
    if (item == score_index(score))
        return SCORE_LEVEL_INDEX;
    return item < codebook->node_count ? levels[codebook->nodes[item].kind] : SCORE_LEVEL_RESULT;
}

size_t score_rows_item(const struct score *score, size_t n)
{
    /* The index, results, then the codebook's nodes. */
    if (n == 0)
        return score_index(score);
    return n <= score->compile->results ? score->compile->nodes + n - 1
                                        : n - 1 - score->compile->results;
}

void score_rows_keep(struct rows *rows, size_t column, const char *text)
{
    if (!*text)
        return;
    const char *kept = arena_text(rows->arena, text, strlen(text));
    rows->failed = rows->failed || !kept;
    rows_set_text(rows, column, kept);
}

static void set_figures(struct rows *rows, const struct score *score, size_t item, size_t row,
                        bool normalised)
{
    const struct panel *panel = score->panel;
    double value = score_value(score, item, row);
    double low = score_low(score, item, row), high = score_high(score, item, row);
    if (!normalised && score_rows_level(score, item) == SCORE_LEVEL_INDICATOR) {
        uint32_t indicator = panel->project->codebook->nodes[item].indicator;
        value = panel_value(panel, indicator, row);
        low = panel_low(panel, indicator, row);
        high = panel_high(panel, indicator, row);
    }
    rows_set_number(rows, COLUMN_VALUE, value);
    rows_set_number(rows, COLUMN_LOW, low);
    rows_set_number(rows, COLUMN_HIGH, high);
    rows_set_number(rows, COLUMN_COVERAGE, score_coverage(score, item, row));
}

static void add_items(struct rows *rows, const struct score *score,
                      const struct score_selection *selection, uint32_t country, int32_t period,
                      const char *label)
{
    char flags[128];
    const struct panel *panel = score->panel;
    size_t row = score_row(score, country, period);
    for (size_t n = 0; n < score->items; n++) {
        size_t item = score_rows_item(score, n);
        if (!score->eligible[item] || !score->compile->items[item].shown ||
            !(selection->levels & score_rows_level(score, item)))
            continue;
        panel_flags_text(score_flags(score, item, row), flags);
        rows_add(rows);
        rows_set_text(rows, COLUMN_COUNTRY, panel->project->countries[country].id);
        rows_set_text(rows, COLUMN_PERIOD, label);
        rows_set_text(rows, COLUMN_LEVEL, score_item_level(score, item));
        rows_set_text(rows, COLUMN_ITEM, score_item_id(score, item));
        set_figures(rows, score, item, row, selection->normalised);
        score_rows_keep(rows, COLUMN_FLAGS, flags);
    }
}

struct rows *score_rows(struct arena *arena, const struct score *score,
                        const struct score_selection *selection)
{
    const struct panel_options *options = &score->panel->options;
    struct rows *rows = rows_new(arena, columns, COLUMNS);
    if (!rows)
        return NULL;
    int32_t first = selection->first > options->first ? selection->first : options->first;
    int32_t last = selection->last < options->last ? selection->last : options->last;
    for (int32_t period = first; period <= last; period++) {
        char label[DATE_PRINT_SIZE];
        size_t length = date_period_print(options->axis, period, label);
        const char *kept = arena_text(arena, label, length);
        if (!kept)
            return NULL;
        for (size_t i = 0; i < selection->country_count; i++)
            add_items(rows, score, selection, selection->countries[i], period, kept);
    }
    for (size_t item = 0; item < score->compile->nodes; item++)
        if (!score->eligible[item])
            rows_add_meta(rows, "not_eligible", "%s", score_item_id(score, item));
    return rows->failed ? NULL : rows;
}
