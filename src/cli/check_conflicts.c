#include "cli/check_conflicts.h"

#include "base/file.h"
#include "model/panel.h"

/* The periods of one indicator and country in which sources disagree, none being preferred. */
struct found {
    size_t periods;
    int32_t first;
    int32_t last;
    struct observation latest;
};

static bool may_conflict(const struct project *project, uint32_t indicator)
{
    return project->codebook->indicators[indicator].series_count > 1 || project->coded[indicator];
}

static struct found look_at(const struct panel *panel, uint32_t indicator, uint32_t country)
{
    struct found found = {0};
    struct observation made;
    for (size_t row = country; row < panel->rows; row += panel->countries) {
        if (!(panel_flags(panel, indicator, row) & PANEL_CONFLICT) ||
            panel_preference(panel, indicator, row) ||
            !panel_observation(panel, indicator, row, &made))
            continue;
        found.first = found.periods++ == 0 ? panel_period(panel, row) : found.first;
        found.last = panel_period(panel, row);
        found.latest = made;
    }
    return found;
}

static void add_notice(struct session *session, const struct panel *panel, uint32_t indicator,
                       uint32_t country, const struct found *found)
{
    struct err err;
    char first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    const char *id = session->project->codebook->indicators[indicator].id;
    date_period_print(panel->options.axis, found->first, first);
    date_period_print(panel->options.axis, found->last, last);
    err_set(&err, ERR_CONFLICT,
            "sources of %s disagree beyond their intervals in %zu period%s, %s%s%s", id,
            found->periods, found->periods == 1 ? "" : "s", first,
            found->periods == 1 ? "" : " to ", found->periods == 1 ? "" : last);
    err_at(&err,
           (struct err_place){.file = file_join(session->arena, session->root, found->latest.file),
                              .line = found->latest.line});
    err_in(&err, "%s/%s", session->project->countries[country].id, id);
    err_hint(&err, "tidemark status --at %s lists them; prefer: says which source stands, and why",
             last);
    err.severity = ERR_NOTICE;
    err_list_add(&session->problems, &err);
}

void check_conflicts(struct session *session)
{
    const struct project *project = session->project;
    const struct codebook *codebook = project->codebook;
    struct panel_options options = {.axis = codebook->axis,
                                    .first = codebook->span_first,
                                    .last = codebook->span_last,
                                    .as_known = INT32_MAX,
                                    .as_of = INT32_MAX};
    bool any = false;
    for (uint32_t i = 0; !any && i < codebook->indicator_count; i++)
        any = may_conflict(project, i);
    if (!any || session->problems.errors > 0 || options.first > options.last)
        return;
    const struct panel *panel = panel_build(session->arena, project, &options);
    struct err err;
    if (!panel) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking for what disagrees");
        err_list_add(&session->problems, &err);
        return;
    }
    for (uint32_t i = 0; i < codebook->indicator_count; i++)
        for (uint32_t c = 0; may_conflict(project, i) && c < panel->countries; c++) {
            struct found found = look_at(panel, i, c);
            if (found.periods > 0)
                add_notice(session, panel, i, c, &found);
        }
}
