#include "cli/chart_robust.h"

#include "cli/chart_rows.h"
#include "cli/robust_ask.h"

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while preparing the chart");
    return session_fail(session, &err);
}

static bool add_texts(struct session *session, const struct reading *reading,
                      const struct robust_ask *ask, const char *varies,
                      struct chart_request *request)
{
    struct arena *arena = session->arena;
    const struct score_selection selection = {.levels = SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR,
                                              .first = ask->first,
                                              .last = ask->last,
                                              .countries = ask->countries,
                                              .country_count = ask->country_count};
    enum chart_language language = request->language;
    if (!chart_rows_around(arena, reading, &selection, ask->plan->item, request))
        return out_of_memory(session);
    if (request->note)
        return true;
    const char *drafts = chart_rows_note(arena, language, reading);
    const char *note =
        arena_printf(arena, chart_words(language, "%s %s. In the runs vary: %s."), request->measure,
                     rows_text(request->rows, 0, ROBUST_RANKS_PERIOD), varies);
    request->note = note && drafts ? arena_printf(arena, "%s %s.", note, drafts) : note;
    return request->note || out_of_memory(session);
}

bool chart_robust_request(struct session *session, const struct reading *reading,
                          const char *const *arguments, size_t count, struct chart_request *request)
{
    struct err err;
    struct robust_ask ask;
    size_t item;
    const char *varies;
    if (count > 1) {
        err_set(&err, ERR_ARGUMENT, "a ranks chart takes at most one item, but got \"%s\" too",
                arguments[1]);
        return session_fail(session, &err);
    }
    if (!robust_ask_item(session, reading->score, count > 0 ? arguments[0] : NULL, &item) ||
        !robust_ask_make(session, reading, item, session->opt->uncertain, &ask, &varies))
        return false;
    ask.first = ask.last = reading->last;
    request->rows = robust_rows_ranks(session->arena, &ask, &err);
    if (request->rows && request->rows->count == 0) {
        err_set(&err, ERR_CHART_ROWS, "no country has a score in that period");
        return session_fail(session, &err);
    }
    return request->rows ? add_texts(session, reading, &ask, varies, request)
                         : session_fail(session, &err);
}
