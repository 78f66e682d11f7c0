#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display_audit.h"
#include "cli/show.h"

#include "score/score_audit.h"

static bool no_arguments(struct session *session)
{
    struct err err;
    if (session->opt->argument_count == 0)
        return true;
    err_set(&err, ERR_ARGUMENT, "`tidemark audit` takes no arguments, but got \"%s\"",
            session->opt->arguments[0]);
    err_hint(&err, "countries are chosen with --countries, periods with --at or --years");
    return session_fail(session, &err);
}

bool cmd_audit_rows(struct session *session, struct cmd_rows *made)
{
    struct err err;
    struct reading reading;
    const uint32_t *countries = NULL;
    size_t count = 0;
    const struct session_ask ask = {.span = true, .exact = true};
    if (!no_arguments(session) || !session_countries(session, &countries, &count) ||
        !session_read(session, &ask, &reading))
        return false;
    made->tidy =
        score_audit(session->arena, reading.score, reading.first, reading.last, countries, count);
    made->displays = arena_alloc(session->arena, DISPLAY_AUDIT_TABLES, sizeof *made->displays);
    if (!made->tidy || !made->displays ||
        (!made->bare && !display_audit(session, &reading, made->tidy, count, made->displays,
                                       &made->display_count))) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking at the index");
        return session_fail(session, &err);
    }
    session_meta(session, &reading, made->tidy);
    if (made->display_count > 0)
        show_as_notes(made->tidy, made->displays[made->display_count - 1]);
    return true;
}

enum err_status cmd_audit(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_audit_rows(&session, &made))
        show_several(&session, made.tidy, made.displays, made.display_count);
    return session_close(&session);
}
