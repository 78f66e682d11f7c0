#include "score/score_compare.h"

#include "score/score_rows.h"
#include "score/score_shapley.h"
#include "score/score_split.h"

#include <math.h>

static const struct rows_column columns[COMPARE_COLUMNS] = {
    [COMPARE_A] = {"a", NULL, ROWS_TEXT, 0},
    [COMPARE_B] = {"b", NULL, ROWS_TEXT, 0},
    [COMPARE_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [COMPARE_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [COMPARE_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [COMPARE_VALUE_A] = {"value_a", NULL, ROWS_NUMBER, 1},
    [COMPARE_VALUE_B] = {"value_b", NULL, ROWS_NUMBER, 1},
    [COMPARE_DIFFERENCE] = {"difference", NULL, ROWS_NUMBER, 1},
    [COMPARE_LOW] = {"low", NULL, ROWS_NUMBER, 1},
    [COMPARE_HIGH] = {"high", NULL, ROWS_NUMBER, 1},
    [COMPARE_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
    [COMPARE_CONTRIBUTION] = {"contribution", NULL, ROWS_NUMBER, 1},
    [COMPARE_ERROR] = {"error", NULL, ROWS_NUMBER, 1},
};

static bool work_out(struct score_pair *pair, const struct score_options *options)
{
    const struct score *score = pair->b.side->score;
    size_t index = score_index(score);
    bool told = pair->a.side->score->rule == score->rule && score_pair_told(pair, score, index);
    if (told && !score_split(pair->arena, score, pair->b.row, index, pair->a.values, pair->b.values,
                             pair->parts, pair->errors))
        return false;
    return options->draws == 0 || score_pair_bands(pair, options);
}

static const char *period_text(const struct score_pair *pair)
{
    char first[DATE_PRINT_SIZE], second[DATE_PRINT_SIZE];
    const struct score_side *a = pair->a.side, *b = pair->b.side;
    date_period_print(a->score->panel->options.axis, a->period, first);
    date_period_print(b->score->panel->options.axis, b->period, second);
    if (a->period == b->period)
        return arena_printf(pair->arena, "%s", second);
    return arena_printf(pair->arena, "%s %s", first, second);
}

static void add_item(struct rows *rows, const struct score_pair *pair, const char *period,
                     size_t item)
{
    char flags[128];
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    score_pair_flags(pair, item, flags);
    rows_add(rows);
    rows_set_text(rows, COMPARE_A, pair->a.side->label);
    rows_set_text(rows, COMPARE_B, pair->b.side->label);
    rows_set_text(rows, COMPARE_PERIOD, period);
    rows_set_text(rows, COMPARE_LEVEL, score_item_level(b, item));
    rows_set_text(rows, COMPARE_ITEM, score_item_id(b, item));
    rows_set_number(rows, COMPARE_VALUE_A, score_value(a, pair->of_a[item], pair->a.row));
    rows_set_number(rows, COMPARE_VALUE_B, score_value(b, item, pair->b.row));
    rows_set_number(rows, COMPARE_DIFFERENCE, score_pair_difference(pair, item));
    rows_set_number(rows, COMPARE_LOW, pair->low[item]);
    rows_set_number(rows, COMPARE_HIGH, pair->high[item]);
    score_rows_keep(rows, COMPARE_FLAGS, flags);
    rows_set_number(rows, COMPARE_CONTRIBUTION, pair->parts[item]);
    if (rows->column_count > COMPARE_ERROR)
        rows_set_number(rows, COMPARE_ERROR, pair->errors[item]);
}

static bool add_pair(struct rows *rows, const struct score_pair *pair, unsigned levels)
{
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    const char *period = period_text(pair);
    if (!period)
        return false;
    for (size_t n = 0; n < b->items; n++) {
        size_t item = score_rows_item(b, n);
        const struct compile_item *made = &b->compile->items[item];
        size_t match = pair->of_a[item];
        if (match != SIZE_MAX && a->eligible[match] && b->eligible[item] && made->shown &&
            !made->text && !a->compile->items[match].text && (levels & score_rows_level(b, item)))
            add_item(rows, pair, period, item);
    }
    for (size_t i = 0; i < b->panel->indicators; i++)
        if (pair->broken[i])
            rows_add_meta(rows, "broken", "%s", b->panel->project->codebook->indicators[i].id);
    return !rows->failed;
}

struct rows *score_compare(struct arena *arena, const struct score_side *sides, size_t count,
                           unsigned levels, const struct score_options *options, struct err *err)
{
    bool sampled = false;
    for (size_t i = 0; i < count; i++)
        sampled = sampled || score_shapley_samples(sides[i].score, score_index(sides[i].score));
    struct rows *rows = rows_new(arena, columns, sampled ? COMPARE_COLUMNS : COMPARE_ERROR);
    bool done = rows != NULL;
    for (size_t i = 1; i < count && done; i++) {
        struct score_pair pair;
        if (!score_pair_open(arena, &sides[0], &sides[i], &pair, err))
            return NULL;
        done = work_out(&pair, options) && add_pair(rows, &pair, levels);
    }
    if (!done) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        return NULL;
    }
    return rows;
}
