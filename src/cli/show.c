#include "cli/show.h"

#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { SHOW_COLUMNS_MIN = 40, SHOW_COLUMNS_MAX = 160 };

bool show_terminal(int fd)
{
    const char *term = getenv("TERM");
    return isatty(fd) && !(term && strcmp(term, "dumb") == 0);
}

bool show_colour(const struct opt *opt, int fd)
{
    const char *no_color = getenv("NO_COLOR");
    return show_terminal(fd) && !(no_color && *no_color) && !(fd == 1 && opt->output);
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

static void say_meta(const struct session *session, const struct rows *rows, const char *key,
                     const char *before)
{
    const char *sentence;
    fflush(stdout);
    for (size_t n = 0; (sentence = rows_get_meta(rows, key, n)); n++)
        if (!session->opt->quiet)
            fprintf(stderr, "%s: %s\n", before, sentence);
}

void show_warnings(const struct session *session, const struct rows *rows)
{
    say_meta(session, rows, "warnings", "warning");
    say_meta(session, rows, "notices", "notice");
}

void show_as_notes(const struct rows *tidy, struct rows *display)
{
    const char *warning;
    for (size_t n = 0; (warning = rows_get_meta(tidy, "warnings", n)); n++)
        rows_add_meta(display, "note", "Warning: %s.", warning);
}

/* The displays apart by an empty line; false without memory. */
static bool lay_out(struct rows *const *displays, size_t count, enum out_format format,
                    const struct out_options *options, struct text_buffer *text)
{
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        if (i > 0)
            text_add_string(text, "\n");
        done = out_rows(displays[i], format, options, text);
    }
    return done;
}

bool show_several(struct session *session, const struct rows *tidy, struct rows *const *displays,
                  size_t count)
{
    struct err err;
    enum out_format format;
    struct text_buffer text = {0};
    if (!show_format(session, &format))
        return false;
    bool for_people = count > 0 && (format == OUT_TABLE || format == OUT_MARKDOWN);
    struct out_options options = {show_columns(), show_colour(session->opt, 1)};
    bool done = for_people ? lay_out(displays, count, format, &options, &text)
                           : out_rows(tidy, format, &options, &text);
    if (!done) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while writing the result");
        session_fail(session, &err);
    } else {
        done = show_text(session, text.bytes ? text.bytes : "", text.length);
    }
    text_buffer_free(&text);
    if (done && !for_people)
        show_warnings(session, tidy);
    else if (done)
        say_meta(session, tidy, "notices", "notice");
    return done;
}

bool show_rows(struct session *session, const struct rows *tidy, struct rows *display)
{
    if (display)
        show_as_notes(tidy, display);
    return show_several(session, tidy, &display, display ? 1 : 0);
}
