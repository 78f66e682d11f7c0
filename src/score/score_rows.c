#include "score/score_rows.h"

#include "score/score_weighted.h"

#include <math.h>
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
    COLUMN_TEXT,
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
    [COLUMN_TEXT] = {"text", NULL, ROWS_TEXT, 0},
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

bool score_rows_texts(const struct score *score)
{
    for (size_t i = score->compile->nodes; i < score->items; i++)
        if (score->compile->items[i].text)
            return true;
    return false;
}

/* Rows being made: what every one of them needs. */
struct maker {
    struct rows *rows;
    const struct score *score;
    const struct score_selection *selection;
    double **staged;   /* [indicator][row - first_row], NULL unless treated or imputed */
    double *effective; /* [indicator] at the row at hand, NULL unless weighted */
};

struct figures {
    double value;
    double low;
    double high;
};

/* An indicator's figure at the stage asked for. */
static struct figures staged_figures(const struct maker *maker, size_t item, size_t row)
{
    const struct score *score = maker->score;
    const struct panel *panel = score->panel;
    uint32_t indicator = panel->project->codebook->nodes[item].indicator;
    struct figures read = {panel_value(panel, indicator, row), panel_low(panel, indicator, row),
                           panel_high(panel, indicator, row)};
    struct figures made = {score_value(score, item, row), score_low(score, item, row),
                           score_high(score, item, row)};
    double weight = maker->effective ? maker->effective[indicator] : NAN, staged = NAN;
    switch (maker->selection->stage) {
    case SCORE_ROWS_READ:
        return read;
    case SCORE_ROWS_NORMALISED:
        return made;
    case SCORE_ROWS_WEIGHTED:
        return (struct figures){made.value * weight, made.low * weight, made.high * weight};
    case SCORE_ROWS_TREATED:
    case SCORE_ROWS_IMPUTED:
        break;
    }
    bool scored = row >= score->first_row && row - score->first_row < score->rows;
    if (scored)
        staged = maker->staged[indicator][row - score->first_row];
    return staged == read.value ? read : (struct figures){staged, NAN, NAN};
}

static void set_figures(const struct maker *maker, size_t item, size_t row)
{
    const struct score *score = maker->score;
    struct rows *rows = maker->rows;
    struct figures figures = {NAN, NAN, NAN};
    bool text = score->compile->items[item].text;
    if (score_rows_level(score, item) == SCORE_LEVEL_INDICATOR)
        figures = staged_figures(maker, item, row);
    else if (!text)
        figures = (struct figures){score_value(score, item, row), score_low(score, item, row),
                                   score_high(score, item, row)};
    rows_set_number(rows, COLUMN_VALUE, figures.value);
    rows_set_number(rows, COLUMN_LOW, figures.low);
    rows_set_number(rows, COLUMN_HIGH, figures.high);
    rows_set_number(rows, COLUMN_COVERAGE, score_coverage(score, item, row));
    if (text)
        score_rows_keep(rows, COLUMN_TEXT, score_text(score, item, row));
}

static void add_items(struct maker *maker, uint32_t country, int32_t period, const char *label)
{
    char flags[128];
    const struct score *score = maker->score;
    struct rows *rows = maker->rows;
    size_t row = score_row(score, country, period);
    if (maker->effective)
        score_weighted(score, row, maker->effective);
    for (size_t n = 0; n < score->items; n++) {
        size_t item = score_rows_item(score, n);
        if (!score->eligible[item] || !score->compile->items[item].shown ||
            !(maker->selection->levels & score_rows_level(score, item)))
            continue;
        panel_flags_text(score_flags(score, item, row), flags);
        rows_add(rows);
        rows_set_text(rows, COLUMN_COUNTRY, score->panel->project->countries[country].id);
        rows_set_text(rows, COLUMN_PERIOD, label);
        rows_set_text(rows, COLUMN_LEVEL, score_item_level(score, item));
        rows_set_text(rows, COLUMN_ITEM, score_item_id(score, item));
        set_figures(maker, item, row);
        score_rows_keep(rows, COLUMN_FLAGS, flags);
    }
}

/* Whether any country has a value of any eligible indicator in a period. */
static bool anything_there(const struct score *score, int32_t period)
{
    const struct panel *panel = score->panel;
    const struct codebook *codebook = panel->project->codebook;
    size_t first = score_row(score, 0, period);
    for (uint32_t i = 0; i < panel->indicators; i++) {
        if (!score->eligible[codebook->indicators[i].node])
            continue;
        for (size_t row = first; row < first + panel->countries; row++)
            if (!isnan(panel_value(panel, i, row)))
                return true;
    }
    return false;
}

/* Makes room for what the selection's stage needs and computes it; false without memory. */
static bool prepare_stage(struct arena *arena, struct maker *maker)
{
    const struct score *score = maker->score;
    enum score_rows_stage stage = maker->selection->stage;
    size_t indicators = score->panel->indicators;
    if (stage == SCORE_ROWS_WEIGHTED) {
        maker->effective = arena_alloc(arena, indicators, sizeof *maker->effective);
        return maker->effective != NULL;
    }
    if (stage != SCORE_ROWS_TREATED && stage != SCORE_ROWS_IMPUTED)
        return true;
    maker->staged = arena_alloc(arena, indicators, sizeof *maker->staged);
    for (size_t i = 0; maker->staged && i < indicators; i++) {
        if (!score->eligible[score->panel->project->codebook->indicators[i].node])
            continue;
        maker->staged[i] = arena_alloc(arena, score->rows, sizeof **maker->staged);
        if (!maker->staged[i])
            return false;
    }
    return maker->staged && score_stage(arena, score, (enum compile_stage)stage, maker->staged);
}

struct rows *score_rows(struct arena *arena, const struct score *score,
                        const struct score_selection *selection)
{
    const struct panel_options *options = &score->panel->options;
    bool texts = score_rows_texts(score);
    struct maker maker = {.rows = rows_new(arena, columns, texts ? COLUMNS : COLUMN_TEXT),
                          .score = score,
                          .selection = selection};
    struct rows *rows = maker.rows;
    if (!rows || !prepare_stage(arena, &maker))
        return NULL;
    int32_t first = selection->first > options->first ? selection->first : options->first;
    int32_t last = selection->last < options->last ? selection->last : options->last;
    for (int32_t period = first; period <= last; period++) {
        char label[DATE_PRINT_SIZE];
        size_t length = date_period_print(options->axis, period, label);
        const char *kept = arena_text(arena, label, length);
        if (!kept)
            return NULL;
        if (!selection->all && !anything_there(score, period)) {
            rows_add_meta(rows, "left_out", "%s", kept);
            continue;
        }
        for (size_t i = 0; i < selection->country_count; i++)
            add_items(&maker, selection->countries[i], period, kept);
    }
    for (size_t item = 0; item < score->compile->nodes; item++)
        if (!score->eligible[item])
            rows_add_meta(rows, "not_eligible", "%s", score_item_id(score, item));
    return rows->failed ? NULL : rows;
}
