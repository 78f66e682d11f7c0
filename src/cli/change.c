#include "cli/change.h"

#include "cli/difference.h"
#include "cli/display.h"

#include <string.h>

static const struct difference_columns shown = {.level = SCORE_CHANGE_LEVEL,
                                                .item = SCORE_CHANGE_ITEM,
                                                .value_a = SCORE_CHANGE_BEFORE,
                                                .value_b = SCORE_CHANGE_AFTER,
                                                .difference = SIZE_MAX,
                                                .low = SCORE_CHANGE_LOW,
                                                .high = SCORE_CHANGE_HIGH,
                                                .flags = SCORE_CHANGE_FLAGS};

/* "2021", or "2021 (rights)". */
static const char *label_of(struct arena *arena, const struct reading *reading, int32_t period,
                            const char *name)
{
    char text[DATE_PRINT_SIZE];
    date_period_print(reading->axis, period, text);
    return *name ? arena_printf(arena, "%s (%s)", text, name) : arena_printf(arena, "%s", text);
}

struct rows *change_rows(struct session *session, const struct change_of *change, struct err *err)
{
    struct score_side a = {
        label_of(session->arena, change->before, change->from, change->from_name),
        change->before->score, change->country, change->from};
    struct score_side b = {label_of(session->arena, change->after, change->to, change->to_name),
                           change->after->score, change->country, change->to};
    if (!a.label || !b.label) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        return NULL;
    }
    struct score_options options = session_score_options(session, change->from, change->to);
    options.host = &session->formulas;
    struct rows *rows = score_change(session->arena, &a, &b, change->levels, &options, err);
    if (!rows)
        return NULL;
    const char *id = session->project->countries[change->country].id;
    difference_warn(change->after, display_country(session->project, id), &a, &b, &shown, rows, 0,
                    rows->count);
    const char *untold = rows_get_meta(rows, "untold", 0);
    if (untold)
        rows_add_meta(rows, "warnings", "%s: what moved the score is not known: %s",
                      display_country(session->project, id), untold);
    return rows;
}
