#include "cli/cmd.h"
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

static void audit(struct session *session)
{
    struct err err;
    struct reading reading;
    struct rows *displays[DISPLAY_AUDIT_TABLES];
    const uint32_t *countries = NULL;
    size_t count = 0, tables = 0;
    const struct session_ask ask = {.span = true, .exact = true};
    if (!no_arguments(session) || !session_countries(session, &countries, &count) ||
        !session_read(session, &ask, &reading))
        return;
    struct rows *tidy =
        score_audit(session->arena, reading.score, reading.first, reading.last, countries, count);
    if (!tidy || !display_audit(session, &reading, tidy, count, displays, &tables)) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking at the index");
        session_fail(session, &err);
        return;
    }
    session_meta(session, &reading, tidy);
    if (tables > 0)
        show_as_notes(tidy, displays[tables - 1]);
    show_several(session, tidy, displays, tables);
}

enum err_status cmd_audit(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        audit(&session);
    return session_close(&session);
}
