#include "cli/cite_bibtex.h"

#include <string.h>

/* What a character is in a text that TeX reads; NULL: itself. A brace by name, since BibTeX counts
 * those that are escaped too. */
static const char *escaped(char c)
{
    static const struct {
        char plain;
        const char *escaped;
    } all[] = {{'\\', "\\textbackslash{}"},
               {'{', "\\textbraceleft{}"},
               {'}', "\\textbraceright{}"},
               {'~', "\\textasciitilde{}"},
               {'^', "\\textasciicircum{}"},
               {'<', "\\textless{}"},
               {'>', "\\textgreater{}"},
               {'|', "\\textbar{}"},
               {'&', "\\&"},
               {'%', "\\%"},
               {'$', "\\$"},
               {'#', "\\#"},
               {'_', "\\_"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].plain == c)
            return all[i].escaped;
    return NULL;
}

static void add_tex(struct text_buffer *out, const char *text)
{
    for (; *text; text++) {
        char plain = (unsigned char)*text < ' ' ? ' ' : *text;
        const char *instead = escaped(plain);
        if (instead)
            text_add_string(out, instead);
        else
            text_add(out, &plain, 1);
    }
}

/* An address is not read by TeX: what BibTeX would stumble over becomes %XX. */
static void add_address(struct text_buffer *out, const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text <= ' ' || (unsigned char)*text > '~' || strchr("{}\\\"", *text))
            text_add_format(out, "%%%02X", (unsigned)(unsigned char)*text);
        else
            text_add(out, text, 1);
}

/* What stands in a key for a byte of an id. */
static char key_of(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || (c && strchr("._:/", c)) ? c : '-';
}

static bool same_key(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] && b[i] && key_of(a[i]) == key_of(b[i]))
        i++;
    return !a[i] && !b[i];
}

static void add_key(const struct rows *rows, size_t row, struct text_buffer *out)
{
    const char *id = rows_text(rows, row, CITE_ID);
    size_t before = 0;
    for (size_t i = 0; i < row; i++)
        before += same_key(rows_text(rows, i, CITE_ID), id);
    for (const char *c = id; *c; c++)
        text_add(out, (const char[]){key_of(*c)}, 1);
    if (before > 0)
        text_add_format(out, "+%zu", before + 1);
}

static void add_field(struct text_buffer *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    text_add_format(out, ",\n  %s = {{", name);
    add_tex(out, text);
    text_add_string(out, "}}");
}

/* Year and month of a date that begins with them. */
static void add_date(struct text_buffer *out, const char *date)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    if (strspn(date, "0123456789") != 4)
        return;
    text_add_format(out, ",\n  year = {%.4s}", date);
    bool month = date[4] == '-' && strspn(date + 5, "0123456789") == 2;
    unsigned number = month ? (unsigned)(date[5] - '0') * 10 + (unsigned)(date[6] - '0') : 0;
    if (number >= 1 && number <= 12)
        text_add_format(out, ",\n  month = %s", months[number - 1]);
}

/* A part of a note: words and a text, when there is one. */
static void add_part(struct text_buffer *out, const char *before, const char *text)
{
    if (!text || !*text)
        return;
    text_add_string(out, before);
    add_tex(out, text);
}

static void add_source(const struct rows *rows, size_t row, struct text_buffer *out)
{
    const char *date = rows_text(rows, row, CITE_DATE), *url = rows_text(rows, row, CITE_URL);
    text_add_string(out, "@misc{");
    add_key(rows, row, out);
    add_field(out, "author", rows_text(rows, row, CITE_PUBLISHER));
    add_field(out, "title", rows_text(rows, row, CITE_TITLE));
    add_date(out, date);
    if (*url) {
        text_add_string(out, ",\n  url = {");
        add_address(out, url);
        text_add_string(out, "}");
    }
    text_add_string(out, ",\n  note = {");
    add_part(out, "Source ", rows_text(rows, row, CITE_ID));
    add_part(out, ", dated ", date);
    double values = rows_number(rows, row, CITE_VALUES);
    text_add_format(out, ", behind %.0f value%s", values, values == 1 ? "" : "s");
    add_part(out, "; licence: ", rows_text(rows, row, CITE_LICENCE));
    text_add_string(out, "}\n}\n\n");
}

/* The hashes of what was read, behind the codebook's own version. */
static void add_folders(const struct rows *rows, struct text_buffer *out)
{
    for (size_t row = 0; row < rows->count; row++) {
        if (strcmp(rows_text(rows, row, CITE_KIND), "folder") != 0)
            continue;
        add_part(out, "; ", rows_text(rows, row, CITE_ID));
        add_part(out, ", ", rows_text(rows, row, CITE_TITLE));
        add_part(out, ", sha256 ", rows_text(rows, row, CITE_SHA256));
    }
}

/* What was computed: periods, reading, vintage. */
static void add_reading(const struct rows *rows, struct text_buffer *out)
{
    add_part(out, "; periods ", rows_get_meta(rows, "first_period", 0));
    add_part(out, " to ", rows_get_meta(rows, "last_period", 0));
    add_part(out, ", ", rows_get_meta(rows, "reading", 0));
    add_part(out, " reading, as known on ", rows_get_meta(rows, "as_known", 0));
    if (!rows_get_meta(rows, "as_known", 0))
        text_add_string(out, " reading");
}

static void add_engine(const struct rows *rows, size_t row, struct text_buffer *out)
{
    const char *kind = rows_text(rows, row, CITE_KIND);
    text_add_format(out, "@misc{tidemark:%s", kind);
    add_field(out, "title", rows_text(rows, row, CITE_TITLE));
    text_add_string(out, ",\n  note = {");
    text_add_format(out, "%c%s", kind[0] - 'a' + 'A', kind + 1);
    add_part(out, " ", rows_text(rows, row, CITE_ID));
    add_part(out, ", version ", rows_text(rows, row, CITE_DATE));
    add_part(out, ", sha256 ", rows_text(rows, row, CITE_SHA256));
    if (strcmp(kind, "codebook") == 0)
        add_folders(rows, out);
    if (strcmp(kind, "rule") == 0)
        add_reading(rows, out);
    if (strcmp(kind, "program") == 0) {
        add_part(out, "; intervals of ", rows_get_meta(rows, "draws", 0));
        add_part(out, " draws, seed ", rows_get_meta(rows, "seed", 0));
    }
    text_add_string(out, "}\n}\n\n");
}

void cite_bibtex(const struct rows *rows, struct text_buffer *out)
{
    for (size_t row = 0; row < rows->count; row++)
        if (strcmp(rows_text(rows, row, CITE_KIND), "source") == 0)
            add_source(rows, row, out);
        else if (strcmp(rows_text(rows, row, CITE_KIND), "folder") != 0)
            add_engine(rows, row, out);
    if (out->length > 0 && !out->failed)
        out->bytes[--out->length] = '\0';
}
