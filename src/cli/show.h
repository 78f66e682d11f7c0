/* Where results go: the terminal or a file, in the format asked for. */
#ifndef TIDEMARK_CLI_SHOW_H
#define TIDEMARK_CLI_SHOW_H

#include "cli/session.h"
#include "out/out.h"

/* Whether descriptor fd is a terminal that moves its cursor and clears its lines. */
bool show_terminal(int fd);

/* Whether ANSI sequences fit descriptor fd: a terminal, and NO_COLOR not set. */
bool show_colour(const struct opt *opt, int fd);

/* Columns of the terminal on stdout, 80 when it is none. */
int show_columns(void);

/* The format --format and -o ask for; table by default. False after saying what is wrong. */
bool show_format(struct session *session, enum out_format *format);

/* Writes tidy rows (csv, json) or the display made for people (table, md; NULL: the tidy rows) to
 * stdout or the file of -o; warnings among the meta data of tidy become notes of the display, or go
 * to stderr unless --quiet, as notices always do. Sets the status. */
bool show_rows(struct session *session, const struct rows *tidy, struct rows *display);

/* Likewise with several displays, one after another, which have their warnings among their notes
 * already. */
bool show_several(struct session *session, const struct rows *tidy, struct rows *const *displays,
                  size_t count);

/* Adds the warnings among the meta data of tidy to the notes of a display. */
void show_as_notes(const struct rows *tidy, struct rows *display);

/* Writes text as show_rows does, for output that is no table. */
bool show_text(struct session *session, const char *text, size_t length);

/* Says the warnings and notices among the meta data on stderr unless --quiet. */
void show_warnings(const struct session *session, const struct rows *rows);

#endif
