#include "cli/robust_frame.h"

#include "cli/display.h"
#include "cli/progress.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

bool robust_frame_fail(struct session *session, enum err_code code, const char *sentence,
                       const char *hint)
{
    struct err err;
    err_set(&err, code, "%s", sentence ? sentence : "out of memory in the runs");
    err_hint(&err, "%s", hint ? hint : "");
    return session_fail(session, &err);
}

bool robust_frame_read(struct session *session, struct reading *reading)
{
    const struct opt *opt = session->opt;
    if (opt->argument_count > 1)
        return robust_frame_fail(
            session, ERR_ARGUMENT,
            arena_printf(session->arena, "`tidemark %s` takes one item at most", opt->verb),
            arena_printf(session->arena, "tidemark %s civic_space --at 2021", opt->verb));
    return session_read(session, &(struct session_ask){.around = true, .exact = true}, reading);
}

bool robust_frame_show(struct session *session, const char *const *names, size_t count,
                       size_t *shown)
{
    const char *text = session->opt->show ? session->opt->show : names[0], *all = "";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, names[i]) == 0) {
            *shown = i;
            return true;
        }
        const char *mark = i == 0 ? "" : i + 1 < count ? ", " : " or ";
        all = all ? arena_printf(session->arena, "%s%s%s", all, mark, names[i]) : NULL;
    }
    return robust_frame_fail(session, ERR_OPTION_VALUE,
                             arena_printf(session->arena, "--show wants %s", all ? all : "another"),
                             arena_printf(session->arena, "--show %s", names[1]));
}

/* The most countries that have the item in one of the periods shown. */
static size_t countries_of(const struct robust_ask *ask)
{
    size_t most = 0;
    for (int32_t at = ask->first; at <= ask->last; at++) {
        size_t count = robust_period_countries(ask, at);
        most = count > most ? count : most;
    }
    return most;
}

/* No run of it would be looked at. */
static bool nothing_scored(struct session *session, const struct robust_frame *frame)
{
    struct err err;
    char from[DATE_PRINT_SIZE], to[DATE_PRINT_SIZE];
    const struct score *score = frame->ask.nominal;
    date_period_print(frame->reading->axis, frame->ask.first, from);
    date_period_print(frame->reading->axis, frame->ask.last, to);
    bool several = frame->ask.last > frame->ask.first;
    err_set(&err, ERR_NO_SCORE, "no country has a value of %s in %s%s%s",
            score_item_id(score, frame->ask.plan->item), from, several ? " to " : "",
            several ? to : "");
    err_hint(&err, "without --at and --years it is the latest period in which every country has an "
                   "index; tidemark status shows what is missing");
    return session_fail(session, &err);
}

bool robust_frame_open(struct session *session, const struct reading *reading, const char *list,
                       struct robust_frame *frame)
{
    size_t item;
    const char *name = session->opt->argument_count > 0 ? session->opt->arguments[0] : NULL;
    *frame = (struct robust_frame){.reading = reading};
    if (!robust_ask_item(session, reading->score, name, &item) ||
        !robust_ask_make(session, reading, item, list, &frame->ask, &frame->words))
        return false;
    frame->countries = countries_of(&frame->ask);
    return frame->countries > 0 || nothing_scored(session, frame);
}

void robust_frame_meta(struct session *session, const struct robust_frame *frame, struct rows *rows)
{
    session_meta(session, frame->reading, rows);
    rows_add_meta(rows, "uncertain", "%s", frame->words);
    rows_add_meta(rows, "countries_ranked", "%zu", frame->countries);
    progress_warn_ended(rows);
}

void robust_frame_title(const struct robust_frame *frame, const char *what, int32_t first,
                        int32_t last, struct rows *rows)
{
    char from[DATE_PRINT_SIZE], to[DATE_PRINT_SIZE];
    const struct score *score = frame->ask.nominal;
    size_t item = frame->ask.plan->item;
    date_period_print(frame->reading->axis, first, from);
    date_period_print(frame->reading->axis, last, to);
    rows_add_meta(
        rows, "title", "%s, %s, %s%s%s",
        display_item(frame->reading, score_item_level(score, item), score_item_id(score, item)),
        what, from, last > first ? " to " : "", last > first ? to : "");
}

const char *robust_frame_between(struct arena *arena, double low, double high, int decimals)
{
    char from[NUMBER_PRINT_SIZE], to[NUMBER_PRINT_SIZE];
    if (isnan(low) || isnan(high))
        return "";
    number_print_fixed(low, decimals, from);
    number_print_fixed(high, decimals, to);
    return arena_printf(arena, "%s to %s", from, to);
}
