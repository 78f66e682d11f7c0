#include "cli/cmd.h"
#include "cli/display.h"
#include "cli/show.h"

#include "score/score_status.h"

static void status(struct session *session)
{
    struct err err;
    struct reading reading;
    const uint32_t *countries = NULL;
    size_t count = 0;
    if (!session_countries(session, &countries, &count))
        return;
    if (!session_read(session, &(struct session_ask){.exact = true}, &reading))
        return;
    struct rows *rows = score_status(session->arena, reading.score, reading.last, countries, count);
    if (!rows) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking for findings");
        session_fail(session, &err);
        return;
    }
    session_meta(session, &reading, rows);
    show_rows(session, rows, display_status(session, &reading, rows));
}

enum err_status cmd_status(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        status(&session);
    return session_close(&session);
}
