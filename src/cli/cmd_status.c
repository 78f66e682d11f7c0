#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display.h"
#include "cli/show.h"

#include "score/score_status.h"

bool cmd_status_rows(struct session *session, struct cmd_rows *made)
{
    struct err err;
    struct reading reading;
    const uint32_t *countries = NULL;
    size_t count = 0;
    if (!session_countries(session, &countries, &count) ||
        !session_read(session, &(struct session_ask){.exact = true}, &reading))
        return false;
    made->tidy = score_status(session->arena, reading.score, reading.last, countries, count);
    if (!made->tidy) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking for findings");
        return session_fail(session, &err);
    }
    session_meta(session, &reading, made->tidy);
    if (!made->bare)
        made->single = display_status(session, &reading, made->tidy);
    return true;
}

enum err_status cmd_status(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_status_rows(&session, &made))
        show_rows(&session, made.tidy, made.single);
    return session_close(&session);
}
