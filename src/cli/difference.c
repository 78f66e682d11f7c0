#include "cli/difference.h"

#include "cli/display.h"

#include <math.h>
#include <string.h>

/* The rows of one pair of sides. */
struct pair_rows {
    const struct reading *reading;
    const struct score_side *sides[2];
    const struct difference_columns *columns;
    struct rows *tidy;
    size_t first;
    size_t count;
    bool over_time;
};

static const char *text_at(const struct pair_rows *pair, size_t row, size_t column)
{
    return rows_text(pair->tidy, row, column);
}

static double number_at(const struct pair_rows *pair, size_t row, size_t column)
{
    return rows_number(pair->tidy, row, column);
}

static double difference_at(const struct pair_rows *pair, size_t row)
{
    const struct difference_columns *columns = pair->columns;
    if (columns->difference != SIZE_MAX)
        return number_at(pair, row, columns->difference);
    return number_at(pair, row, columns->value_b) - number_at(pair, row, columns->value_a);
}

/* Whether the item of a row is at the floor or the ceiling (flag) on both sides: an aggregate at
 * the floor only where it has the worst score itself, for the flag also says that a part of it was
 * raised to a floor. */
static bool is_at_end(const struct pair_rows *pair, size_t row, unsigned flag)
{
    const char *level = text_at(pair, row, pair->columns->level);
    const char *id = text_at(pair, row, pair->columns->item);
    for (int of = 0; of < 2; of++) {
        const struct score_side *side = pair->sides[of];
        size_t item = score_item_of(side->score, level, id);
        size_t at = score_row(side->score, side->country, side->period);
        if (item == SIZE_MAX || !(score_flags(side->score, item, at) & flag))
            return false;
        if (flag == PANEL_FLOOR && score_rows_level(side->score, item) != SCORE_LEVEL_INDICATOR &&
            fabs(score_value(side->score, item, at) - side->score->rule->scale_worst) > 1e-9)
            return false;
    }
    return true;
}

/* Whether a row is refused with this flag: an indicator, or what is left without a value. */
static bool is_refused(const struct pair_rows *pair, size_t row, const char *flag)
{
    return strstr(text_at(pair, row, pair->columns->flags), flag) &&
           !isnan(number_at(pair, row, pair->columns->value_a)) &&
           (strcmp(text_at(pair, row, pair->columns->level), "indicator") == 0 ||
            isnan(difference_at(pair, row)));
}

enum what { AT_FLOOR, AT_CEILING, BROKEN, SWITCHED };

static bool holds(const struct pair_rows *pair, size_t row, enum what what)
{
    switch (what) {
    case AT_FLOOR:
        return is_at_end(pair, row, PANEL_FLOOR);
    case AT_CEILING:
        return is_at_end(pair, row, PANEL_CEILING);
    case BROKEN:
        return is_refused(pair, row, "break");
    case SWITCHED:
        return is_refused(pair, row, "switched");
    }
    return false;
}

/* What is so, by name, "" for none; NULL without memory. */
static const char *names_of(const struct pair_rows *pair, enum what what)
{
    const char *names = "";
    for (size_t row = pair->first; names && row < pair->first + pair->count; row++) {
        const char *level = text_at(pair, row, pair->columns->level);
        if (strcmp(level, "cause") == 0 || !holds(pair, row, what))
            continue;
        names = arena_printf(
            pair->tidy->arena, "%s%s%s", names, *names ? ", " : "",
            display_item(pair->reading, level, text_at(pair, row, pair->columns->item)));
    }
    return names;
}

static void warn_all(const struct pair_rows *pair, const char *who, enum what what,
                     const char *sentence)
{
    const char *names = names_of(pair, what);
    if (!names)
        pair->tidy->failed = true;
    else if (*names)
        rows_add_meta(pair->tidy, "warnings", "%s: %s: %s", who, sentence, names);
}

static void warn_small(const struct pair_rows *pair, const char *who)
{
    struct arena *arena = pair->tidy->arena;
    int decimals = display_decimals(pair->reading);
    for (size_t row = pair->first; row < pair->first + pair->count; row++) {
        double low = number_at(pair, row, pair->columns->low);
        double high = number_at(pair, row, pair->columns->high);
        const char *level = text_at(pair, row, pair->columns->level);
        bool told = strcmp(level, "index") == 0 || strcmp(level, "result") == 0;
        if (!told || !(low <= 0 && high >= 0 && low < high))
            continue;
        rows_add_meta(pair->tidy, "warnings",
                      "%s: %s by %s (%s to %s). Smaller than its uncertainty: do not "
                      "report as a %s",
                      who,
                      display_item(pair->reading, level, text_at(pair, row, pair->columns->item)),
                      display_signed(arena, difference_at(pair, row), decimals),
                      display_signed(arena, low, decimals), display_signed(arena, high, decimals),
                      pair->over_time ? "change" : "difference");
    }
}

/* The side whose figure of an indicator was brought over a break, where the other's was not; NULL
 * when there is none. */
static const struct score_side *spliced_side(const struct pair_rows *pair,
                                             const struct indicator *indicator)
{
    bool spliced[2];
    for (int of = 0; of < 2; of++) {
        const struct score_side *side = pair->sides[of];
        spliced[of] = score_flags(side->score, indicator->node,
                                  score_row(side->score, side->country, side->period)) &
                      PANEL_SPLICED;
    }
    return spliced[0] == spliced[1] ? NULL : pair->sides[spliced[1]];
}

/* Names the splices that lead from one side to the other, with their reasons. */
static void warn_spliced(const struct pair_rows *pair, const char *who)
{
    for (size_t row = pair->first; row < pair->first + pair->count; row++) {
        const char *level = text_at(pair, row, pair->columns->level);
        const char *id = text_at(pair, row, pair->columns->item);
        const struct codebook *codebook = pair->reading->panel->project->codebook;
        const struct indicator *indicator =
            strcmp(level, "indicator") == 0 ? codebook_indicator(codebook, text_of(id)) : NULL;
        const struct score_side *spliced = indicator ? spliced_side(pair, indicator) : NULL;
        struct text_buffer text = {0};
        struct observation made;
        if (!spliced ||
            !panel_observation(spliced->score->panel, codebook->nodes[indicator->node].indicator,
                               score_row(spliced->score, spliced->country, spliced->period), &made))
            continue;
        panel_splices_text(spliced->score->panel, &made, &text);
        pair->tidy->failed = pair->tidy->failed || text.failed;
        if (text.length > 0)
            rows_add_meta(pair->tidy, "warnings",
                          "%s: compared over a break as its splice says: %s%s", who,
                          display_item(pair->reading, level, id), text.bytes);
        text_buffer_free(&text);
    }
}

void difference_warn(const struct reading *reading, const char *who, const struct score_side *a,
                     const struct score_side *b, const struct difference_columns *columns,
                     struct rows *tidy, size_t first, size_t count)
{
    struct pair_rows pair = {.reading = reading,
                             .sides = {a, b},
                             .columns = columns,
                             .tidy = tidy,
                             .first = first,
                             .count = count,
                             .over_time = a->country == b->country};
    warn_small(&pair, who);
    if (a->country != b->country || a->period == b->period)
        return;
    warn_all(&pair, who, AT_FLOOR, "at the floor: absence of decline is not stability");
    warn_all(&pair, who, AT_CEILING, "at the ceiling: a further rise could not show");
    warn_all(&pair, who, BROKEN, "series break inside the period: refused");
    warn_spliced(&pair, who);
    warn_all(&pair, who, SWITCHED, "another series at each end: refused");
}
