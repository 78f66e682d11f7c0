/* Long work: a bar on the terminal, and Ctrl-C, which ends it with what is done. */
#ifndef TIDEMARK_CLI_PROGRESS_H
#define TIDEMARK_CLI_PROGRESS_H

#include "base/interrupt.h"
#include "base/pool.h"
#include "cli/session.h"

struct progress {
    struct pool_watch watch; /* for those who do the work */
    bool ended;              /* by Ctrl-C */
    const char *what;
    bool visible; /* stderr is a terminal that bars may be drawn on */
    bool drawn;
    double began; /* seconds */
    double drew;
    struct interrupt interrupt;
};

/* Looks on at work from now on, called what ("runs"). Nothing is drawn within the first second,
 * with
 * --quiet, or where stderr is no terminal. */
void progress_begin(struct progress *progress, const struct session *session, const char *what);

/* Takes the bar away, and gives Ctrl-C back. */
void progress_end(struct progress *progress);

/* Puts among the warnings of rows that they are a part, where their meta data "ended" say so. */
void progress_warn_ended(struct rows *rows);

/* Says so on stderr, and sets the status. To be called after they were shown. */
void progress_say_ended(struct session *session, const struct rows *rows);

/* The bar of a share that took so many seconds, in at most columns: "runs [####....] 48 %, 12 s
 * left". Terminated; at most PROGRESS_LINE bytes. */
enum { PROGRESS_LINE = 120 };
void progress_line(const char *what, double share, double seconds, int columns,
                   char out[PROGRESS_LINE]);

#endif
