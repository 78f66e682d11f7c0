#include "score/score_audit_part.h"

#include <math.h>

static const struct rows_column columns[] = {
    [AUDIT_SECTION] = {"section", NULL, ROWS_TEXT, 0},
    [AUDIT_MEASURE] = {"measure", NULL, ROWS_TEXT, 0},
    [AUDIT_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [AUDIT_OTHER] = {"other", NULL, ROWS_TEXT, 0},
    [AUDIT_VALUE] = {"value", NULL, ROWS_NUMBER, -1},
    [AUDIT_N] = {"n", NULL, ROWS_NUMBER, 0},
    [AUDIT_REMARK] = {"remark", NULL, ROWS_TEXT, 0},
};

/* Whether a row has a value of an indicator that takes part. */
static bool has_values(const struct score *score, size_t row)
{
    const struct codebook *codebook = score->panel->project->codebook;
    for (uint32_t i = 0; i < codebook->indicator_count; i++)
        if (score->eligible[codebook->indicators[i].node] &&
            !isnan(panel_value(score->panel, i, row)))
            return true;
    return false;
}

/* The rows of each period in which some country has a value. */
static const size_t *rows_of(struct score_audit_part *part, int32_t first, int32_t last,
                             const uint32_t *countries, size_t country_count)
{
    size_t periods = first <= last ? (size_t)(last - first) + 1 : 0;
    size_t *rows = arena_alloc(part->arena, periods * country_count, sizeof *rows);
    for (int32_t period = first; rows && period <= last; period++) {
        size_t before = part->count;
        bool any = false;
        for (size_t i = 0; i < country_count; i++) {
            size_t row = score_row(part->score, countries[i], period);
            if (row == SIZE_MAX)
                continue;
            rows[part->count++] = row;
            any = any || has_values(part->score, row);
        }
        part->count = any ? part->count : before;
    }
    return rows;
}

static const double *column_of(const struct score_audit_part *part, size_t item)
{
    double *column = arena_alloc(part->arena, part->count, sizeof *column);
    for (size_t i = 0; column && i < part->count; i++)
        column[i] = score_value(part->score, item, part->rows[i]);
    return column;
}

bool score_audit_part_start(struct score_audit_part *part, int32_t first, int32_t last,
                            const uint32_t *countries, size_t country_count)
{
    const struct score *score = part->score;
    part->rows = rows_of(part, first, last, countries, country_count);
    const double **all = arena_alloc(part->arena, score->items, sizeof *all);
    part->out = rows_new(part->arena, columns, sizeof columns / sizeof *columns);
    if (!part->rows || !all || !part->out)
        return false;
    for (size_t item = 0; item < score->items; item++) {
        if (!score->eligible[item] || score->compile->items[item].text)
            continue;
        all[item] = column_of(part, item);
        if (!all[item])
            return false;
    }
    part->columns = all;
    return true;
}

bool score_audit_part_is_node(const struct score_audit_part *part, size_t item, size_t least)
{
    const struct compile_item *made = &part->score->compile->items[item];
    return part->columns[item] && made->shown && made->child_count >= least;
}

size_t score_audit_part_node(const struct score_audit_part *part, size_t number)
{
    const struct score *score = part->score;
    size_t index = score_index(score), seen = 0;
    for (size_t i = 0; i <= score->compile->nodes; i++) {
        size_t item = i == 0 ? index : i - 1;
        if (score_audit_part_is_node(part, item, 1) && seen++ == number)
            return item;
    }
    return SIZE_MAX;
}

const double **score_audit_part_children(const struct score_audit_part *part, size_t item)
{
    const struct compile_item *made = &part->score->compile->items[item];
    const double **children = arena_alloc(part->arena, made->child_count, sizeof *children);
    for (size_t i = 0; children && i < made->child_count; i++)
        children[i] = part->columns[made->children[i]];
    return children;
}

size_t score_audit_part_pairs(const struct score_audit_part *part, const double *x, const double *y)
{
    size_t pairs = 0;
    for (size_t i = 0; i < part->count; i++)
        pairs += !isnan(x[i]) && !isnan(y[i]);
    return pairs;
}

void score_audit_part_below(const struct score *score, size_t item, bool *found)
{
    const struct compile_item *made = &score->compile->items[item];
    found[item] = true;
    for (size_t i = 0; i < made->child_count; i++)
        if (!found[made->children[i]])
            score_audit_part_below(score, made->children[i], found);
}

bool score_audit_part_negative(double correlation, size_t n)
{
    return correlation < 0 && correlation * correlation * (double)n > 4;
}

void score_audit_part_add(const struct score_audit_part *part,
                          const struct score_audit_figure *figure)
{
    struct rows *out = part->out;
    rows_add(out);
    rows_set_text(out, AUDIT_SECTION, figure->section);
    rows_set_text(out, AUDIT_MEASURE, figure->measure);
    rows_set_text(out, AUDIT_ITEM, score_item_id(part->score, figure->item));
    if (figure->other != SIZE_MAX)
        rows_set_text(out, AUDIT_OTHER, score_item_id(part->score, figure->other));
    rows_set_number(out, AUDIT_VALUE, figure->value);
    rows_set_number(out, AUDIT_N, (double)figure->n);
    rows_set_text(out, AUDIT_REMARK, figure->remark);
}
