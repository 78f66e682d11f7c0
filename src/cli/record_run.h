/* One run of a verb that records: under the lock a file is read, edited, and the project read again
 * with the edit; only when nothing but what was meant differs is the file replaced. */
#ifndef TIDEMARK_CLI_RECORD_RUN_H
#define TIDEMARK_CLI_RECORD_RUN_H

#include "cli/session.h"
#include "model/record.h"
#include "model/record_change.h"

enum { RECORD_FILES_MAX = 64 };

/* A file to be edited (done: in memory of whoever made the edit): path is relative to the root,
 * shown as messages have it. */
struct record_file {
    const char *path;
    const char *shown;
    bool existed;
    char *bytes;
    size_t length;
    struct tree *tree;
    struct edit_done done;
};

/* after is the session over the project as the edits leave it; it shares all else. day is the day
 * of recording, today its text. */
struct record_run {
    struct session session;
    struct session after;
    struct record_change change;
    struct record_file files[RECORD_FILES_MAX];
    size_t file_count;
    const char *today;
    int32_t day;
};

/* Opens the session, locked unless --dry-run asks for no more than the change. False when the run
 * must end: said on stderr. */
bool record_run_open(struct record_run *run, const struct opt *opt);

/* Ends it; the status of the run. */
enum err_status record_run_close(struct record_run *run);

/* Says err, with what is wrong, and returns false. */
bool record_run_fail(struct record_run *run, const struct err *err);

/* The day of recording: given by the option of that name, else today's by the clock. A file that is
 * written may know the clock; no result does. */
bool record_run_day(struct record_run *run, const char *option, const char *given);

/* A date given by an option (required: it must be); false after saying what is wrong. */
bool record_run_date(struct record_run *run, const char *option, const char *given, bool required,
                     struct date *date);

/* Whether a text is fit for a file, NULL too: UTF-8 without control characters; else said. */
bool record_run_text(struct record_run *run, const char *option, const char *given);

/* A country, which must have a file of its own; false after saying what is wrong. */
bool record_run_country(struct record_run *run, const char *name, uint32_t *country);

/* Reads a file that is to be edited, NULL after saying why not. */
struct record_file *record_run_file(struct record_run *run, const char *path);

/* Reads the project with the edits and compares; change says what differs. False, said on stderr,
 * where the edited project has an error, or differs in more than the counts of expected. */
bool record_run_check(struct record_run *run, const struct record_change *expected);

/* Writes the files, in their order, and says where; with --dry-run shows the change instead. The
 * lock is given back. False when nothing more is to be said. */
bool record_run_write(struct record_run *run);

#endif
