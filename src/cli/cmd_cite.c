#include "cli/cite_bibtex.h"
#include "cli/cmd.h"
#include "cli/show.h"

#include <string.h>

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while listing sources");
    return session_fail(session, &err);
}

/* Whether --format, or else the name of the file to write, asks for BibTeX. */
static bool wants_bibtex(const struct opt *opt)
{
    size_t length = opt->output ? strlen(opt->output) : 0;
    return opt->format ? strcmp(opt->format, "bibtex") == 0
                       : length > 4 && strcmp(opt->output + length - 4, ".bib") == 0;
}

static bool refuse_format(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OPTION_VALUE, "--format %s: the formats are table, bibtex, csv, json and md",
            session->opt->format);
    return session_fail(session, &err);
}

static bool cite(struct session *session)
{
    struct reading reading;
    struct score_selection selection = {0};
    struct text_buffer text = {0};
    enum out_format format = OUT_TABLE;
    bool bibtex = wants_bibtex(session->opt);
    if (!bibtex && session->opt->format && !out_format_of(session->opt->format, &format))
        return refuse_format(session);
    if ((!bibtex && !show_format(session, &format)) ||
        !session_countries(session, &selection.countries, &selection.country_count) ||
        !session_read(session, &(struct session_ask){.exact = true}, &reading))
        return false;
    selection.first = reading.first;
    selection.last = reading.last;
    struct rows *rows = cite_rows(session, &reading, &selection);
    if (!rows)
        return out_of_memory(session);
    if (format == OUT_CSV || format == OUT_JSON)
        return show_rows(session, rows, NULL);
    if (bibtex)
        cite_bibtex(rows, &text);
    else
        cite_text(rows, &text);
    if (text.failed)
        out_of_memory(session);
    else
        show_text(session, text.bytes, text.length);
    text_buffer_free(&text);
    return session_complete(session);
}

enum err_status cmd_cite(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        cite(&session);
    return session_close(&session);
}
