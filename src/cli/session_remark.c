#include "cli/session.h"

#include "base/number.h"

#include <stdio.h>

/* "TJK 2018". */
static void place_of(const struct reading *reading, size_t row, char *out, size_t size)
{
    char period[DATE_PRINT_SIZE];
    const struct panel *panel = reading->panel;
    date_period_print(reading->axis, panel_period(panel, row), period);
    snprintf(out, size, "%s %s", panel->project->countries[panel_country(panel, row)].id, period);
}

/* ", in 3 of 12 country-periods", nothing where there is only this one. */
static void extent_of(const struct score_remark *remark, char *out, size_t size)
{
    *out = '\0';
    if (remark->of > 1)
        snprintf(out, size, " (%zu of %zu country-periods)", remark->count, remark->of);
}

static void say_outside(const struct reading *reading, const struct score_remark *remark,
                        const char *place, const char *extent, struct err *problem)
{
    char value[NUMBER_PRINT_SIZE], worst[NUMBER_PRINT_SIZE], best[NUMBER_PRINT_SIZE];
    const struct rule *rule = reading->rule;
    bool index = remark->item == score_index(reading->score);
    number_print(score_value(reading->score, remark->item, remark->row), value);
    number_print(index ? rule->scale_worst : rule->to_worst, worst);
    number_print(index ? rule->scale_best : rule->to_best, best);
    err_set(problem, ERR_RULE_RESULT, "rule %s: %s of %s is %s, outside the scale of %s to %s%s",
            rule->name, score_item_id(reading->score, remark->item), place, value, worst, best,
            extent);
    err_hint(problem, index && !rule->scaled
                          ? "say what the formula gives: scale = { worst, best }"
                          : "let scale say what the formula gives, or hold the result: "
                            "math.max(worst, math.min(best, x))");
}

static void say_ends(const struct reading *reading, const struct score_remark *remark,
                     const char *place, const char *extent, struct err *problem)
{
    char value[NUMBER_PRINT_SIZE], low[NUMBER_PRINT_SIZE], high[NUMBER_PRINT_SIZE];
    const struct score *score = reading->score;
    number_print(score_value(score, remark->item, remark->row), value);
    number_print(score_low(score, remark->item, remark->row), low);
    number_print(score_high(score, remark->item, remark->row), high);
    err_set(problem, ERR_RULE_RESULT,
            "rule %s: %s of %s is %s, but its low is %s and its high %s: an interval holds its "
            "value%s",
            reading->rule->name, score_item_id(score, remark->item), place, value, low, high,
            extent);
}

static void say_touched(const struct reading *reading, const struct score_remark *remark,
                        const char *place, const char *extent, struct err *problem)
{
    bool node = remark->item < reading->score->compile->nodes;
    err_set(problem, ERR_CODE_NONE,
            "rule %s: %s of %s %s no value: a comparison with a missing figure ends the function "
            "there%s",
            reading->rule->name, node ? score_item_id(reading->score, remark->item) : "all results",
            place, node ? "has" : "have", extent);
    err_hint(problem, "ask tide.missing(x) before comparing x, or compare tide.default(x, v)");
}

void session_remark(const struct reading *reading, const struct score_remark *remark,
                    struct err *problem)
{
    char place[64], extent[64];
    place_of(reading, remark->row, place, sizeof place);
    extent_of(remark, extent, sizeof extent);
    switch (remark->kind) {
    case SCORE_REMARK_OUTSIDE:
        say_outside(reading, remark, place, extent, problem);
        break;
    case SCORE_REMARK_ENDS:
        say_ends(reading, remark, place, extent, problem);
        break;
    case SCORE_REMARK_TOUCHED:
        say_touched(reading, remark, place, extent, problem);
    }
    problem->severity = remark->kind == SCORE_REMARK_TOUCHED ? ERR_NOTICE : ERR_WARNING;
    err_at(problem, (struct err_place){.file = remark->file, .line = remark->line});
}
