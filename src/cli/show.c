#include "cli/show.h"

#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { SHOW_COLUMNS_MIN = 40, SHOW_COLUMNS_MAX = 160 };

bool show_colour(const struct opt *opt, int fd)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(fd) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0) &&
           !(fd == 1 && opt->output);
}

int show_columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    int columns = size.ws_col;
    return columns < SHOW_COLUMNS_MIN   ? SHOW_COLUMNS_MIN
           : columns > SHOW_COLUMNS_MAX ? SHOW_COLUMNS_MAX
                                        : columns;
}

bool show_format(struct session *session, enum out_format *format)
{
    struct err err;
    const struct opt *opt = session->opt;
    *format = OUT_TABLE;
    if (opt->format) {
        if (out_format_of(opt->format, format))
            return true;
        err_set(&err, ERR_OPTION_VALUE, "--format %s: the formats are table, csv, json and md",
                opt->format);
        return session_fail(session, &err);
    }
    if (opt->output && !out_format_of_file(opt->output, format)) {
        err_set(&err, ERR_OPTION_VALUE, "-o %s: no format goes with that extension", opt->output);
        err_hint(&err, "end it in .txt, .csv, .json or .md, or add --format");
        return session_fail(session, &err);
    }
    return true;
}

static bool write_stdout(struct session *session, const char *text, size_t length)
{
    struct err err;
    if (fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0)
        return true;
    if (errno == EPIPE) {
        clearerr(stdout);
        return false;
    }
    err_set(&err, ERR_FILE_WRITE, "cannot write the result: %s", strerror(errno));
    return session_fail(session, &err);
}

bool show_text(struct session *session, const char *text, size_t length)
{
    struct err err;
    if (!session_complete(session))
        return false;
    if (!session->opt->output)
        return write_stdout(session, text, length);
    if (file_replace(session->opt->output, text, length, &err))
        return true;
    return session_fail(session, &err);
}

void show_warnings(const struct session *session, const struct rows *rows)
{
    const char *warning;
    fflush(stdout);
    for (size_t n = 0; (warning = rows_get_meta(rows, "warnings", n)); n++)
        if (!session->opt->quiet)
            fprintf(stderr, "warning: %s\n", warning);
}

/* What people read says its warnings itself. */
static void show_as_notes(const struct rows *tidy, struct rows *display)
{
    const char *warning;
    for (size_t n = 0; (warning = rows_get_meta(tidy, "warnings", n)); n++)
        rows_add_meta(display, "note", "Warning: %s.", warning);
}

bool show_rows(struct session *session, const struct rows *tidy, struct rows *display)
{
    struct err err;
    enum out_format format;
    struct text_buffer text = {0};
    if (!show_format(session, &format))
        return false;
    bool for_people = format == OUT_TABLE || format == OUT_MARKDOWN;
    struct out_options options = {show_columns(), show_colour(session->opt, 1)};
    if (for_people && display)
        show_as_notes(tidy, display);
    bool done = out_rows(for_people && display ? display : tidy, format, &options, &text);
    if (!done) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while writing the result");
        session_fail(session, &err);
    } else {
        done = show_text(session, text.bytes ? text.bytes : "", text.length);
    }
    text_buffer_free(&text);
    if (done && !(for_people && display))
        show_warnings(session, tidy);
    return done;
}
