/* What `robust` and `sensitivity` have in common: the item and what varies about it, and what a
 * table says beside its figures. */
#ifndef TIDEMARK_CLI_ROBUST_FRAME_H
#define TIDEMARK_CLI_ROBUST_FRAME_H

#include "cli/robust_ask.h"

/* words: what varies; countries: how many have the item, in that of the periods shown in which most
 * have it. */
struct robust_frame {
    const struct reading *reading;
    struct robust_ask ask;
    const char *words;
    size_t countries;
};

/* Says what is wrong with the command line, or that memory ran out (hint ""); returns false. */
bool robust_frame_fail(struct session *session, enum err_code code, const char *sentence,
                       const char *hint);

/* Reads the project for a verb that takes one item at most; all periods are scored. False, said by
 * the session. */
bool robust_frame_read(struct session *session, struct reading *reading);

/* Which of the names --show gives, the first without it; false, said by the session, for others. */
bool robust_frame_show(struct session *session, const char *const *names, size_t count,
                       size_t *shown);

/* Fills the frame for the item that the command line names, of what list lets vary (as --uncertain
 * writes it, NULL: by default). False, said by the session. */
bool robust_frame_open(struct session *session, const struct reading *reading, const char *list,
                       struct robust_frame *frame);

/* Adds what holds of the whole to tidy rows. */
void robust_frame_meta(struct session *session, const struct robust_frame *frame,
                       struct rows *rows);

/* Adds the title of a table: the item, what is shown of it, periods first to last. */
void robust_frame_title(const struct robust_frame *frame, const char *what, int32_t first,
                        int32_t last, struct rows *rows);

/* "3.1 to 4.2"; empty where an end is missing. */
const char *robust_frame_between(struct arena *arena, double low, double high, int decimals);

#endif
