#include "cli/import_rows.h"

#include <stdio.h>
#include <string.h>

enum {
    IMPORT_COLUMN,
    IMPORT_ROLE,
    IMPORT_OF,
    IMPORT_SERIES,
    IMPORT_INDICATOR,
    IMPORT_VALUES,
    IMPORT_FIRST,
    IMPORT_LAST,
    IMPORT_EXAMPLE,
    IMPORT_NOTE,
    IMPORT_COUNT
};

enum {
    SHOWN_COLUMN,
    SHOWN_ROLE,
    SHOWN_FEEDS,
    SHOWN_VALUES,
    SHOWN_SPAN,
    SHOWN_EXAMPLE,
    SHOWN_COUNT
};

enum { IMPORT_EXAMPLE_MAX = 12, IMPORT_NAMED_MAX = 30 };

static const struct rows_column tidy_columns[IMPORT_COUNT] = {
    [IMPORT_COLUMN] = {"column", NULL, ROWS_TEXT, 0},
    [IMPORT_ROLE] = {"role", NULL, ROWS_TEXT, 0},
    [IMPORT_OF] = {"of", NULL, ROWS_TEXT, 0},
    [IMPORT_SERIES] = {"series", NULL, ROWS_TEXT, 0},
    [IMPORT_INDICATOR] = {"indicator", NULL, ROWS_TEXT, 0},
    [IMPORT_VALUES] = {"values", NULL, ROWS_NUMBER, 0},
    [IMPORT_FIRST] = {"first", NULL, ROWS_TEXT, 0},
    [IMPORT_LAST] = {"last", NULL, ROWS_TEXT, 0},
    [IMPORT_EXAMPLE] = {"example", NULL, ROWS_TEXT, 0},
    [IMPORT_NOTE] = {"note", NULL, ROWS_TEXT, 0},
};

static const struct rows_column shown_columns[SHOWN_COUNT] = {
    [SHOWN_COLUMN] = {"column", "Column", ROWS_TEXT, 0},
    [SHOWN_ROLE] = {"role", "Taken for", ROWS_TEXT, 0},
    [SHOWN_FEEDS] = {"indicator", "Feeds", ROWS_TEXT, 0},
    [SHOWN_VALUES] = {"values", "Values", ROWS_NUMBER, 0},
    [SHOWN_SPAN] = {"span", "Periods", ROWS_TEXT, 0},
    [SHOWN_EXAMPLE] = {"example", "Example", ROWS_TEXT, 0},
};

static const char *const role_words[] = {
    [BULK_DRAFT_IGNORED] = "ignored", [BULK_DRAFT_COUNTRY] = "country",
    [BULK_DRAFT_NAME] = "name",       [BULK_DRAFT_PERIOD] = "period",
    [BULK_DRAFT_EDITION] = "edition", [BULK_DRAFT_GROUP] = "group",
    [BULK_DRAFT_NAMES] = "names",     [BULK_DRAFT_SERIES] = "series",
    [BULK_DRAFT_LOW] = "low",         [BULK_DRAFT_HIGH] = "high",
    [BULK_DRAFT_SE] = "se",
};

/* A text of the file made fit to be printed, at most max_points characters; NULL without memory. */
static const char *clean(struct arena *arena, struct text text, size_t max_points)
{
    struct text_buffer buffer = {0};
    size_t used = 0;
    for (size_t points = 0; used < text.length && points < max_points; points++) {
        size_t size = text_scalar(text.bytes + used, text.length - used, NULL);
        used += size ? size : 1;
    }
    text_add_clean(&buffer, text.bytes, used);
    text_add_string(&buffer, used < text.length ? "\xE2\x80\xA6" : "");
    const char *made =
        buffer.failed ? NULL : arena_text(arena, buffer.bytes ? buffer.bytes : "", buffer.length);
    if (buffer.failed)
        arena_alloc(arena, SIZE_MAX, SIZE_MAX);
    text_buffer_free(&buffer);
    return made;
}

static const char *date_text(struct arena *arena, const struct date *date, bool dated)
{
    char text[DATE_PRINT_SIZE];
    return dated ? arena_text(arena, text, date_print(*date, text)) : "";
}

static const char *word_of(const struct bulk_draft *draft, size_t column)
{
    return draft->names != BULK_DRAFT_NONE && (int)column == draft->value
               ? "value"
               : role_words[draft->columns[column].role];
}

static const char *name_of(struct arena *arena, const struct bulk_draft *draft, int column)
{
    return column == BULK_DRAFT_NONE ? ""
                                     : clean(arena, draft->scan->columns[column].name, SIZE_MAX);
}

static void add_column(struct arena *arena, struct rows *rows, const struct bulk_draft *draft,
                       size_t at)
{
    const struct bulk_draft_column *column = &draft->columns[at];
    rows_add(rows);
    rows_set_text(rows, IMPORT_COLUMN, name_of(arena, draft, (int)at));
    rows_set_text(rows, IMPORT_ROLE, word_of(draft, at));
    rows_set_text(rows, IMPORT_OF, name_of(arena, draft, column->of));
    rows_set_text(rows, IMPORT_SERIES, column->role == BULK_DRAFT_SERIES ? column->key : NULL);
    rows_set_text(rows, IMPORT_INDICATOR, column->feeds);
    rows_set_number(rows, IMPORT_VALUES, (double)column->scan->present);
    rows_set_text(rows, IMPORT_FIRST, date_text(arena, &column->first, column->dated));
    rows_set_text(rows, IMPORT_LAST, date_text(arena, &column->last, column->dated));
    rows_set_text(rows, IMPORT_EXAMPLE, clean(arena, column->scan->example, SIZE_MAX));
    rows_set_text(rows, IMPORT_NOTE, column->why);
}

static void add_series(struct arena *arena, struct rows *rows, const struct bulk_draft *draft,
                       const struct bulk_draft_series *series)
{
    rows_add(rows);
    rows_set_text(rows, IMPORT_COLUMN, name_of(arena, draft, draft->names));
    rows_set_text(rows, IMPORT_ROLE, "series");
    rows_set_text(rows, IMPORT_SERIES, clean(arena, series->name, SIZE_MAX));
    rows_set_text(rows, IMPORT_INDICATOR, series->feeds);
    rows_set_number(rows, IMPORT_VALUES, (double)series->present);
    rows_set_text(rows, IMPORT_FIRST, date_text(arena, &series->first, series->dated));
    rows_set_text(rows, IMPORT_LAST, date_text(arena, &series->last, series->dated));
    rows_set_text(rows, IMPORT_EXAMPLE, clean(arena, series->example, SIZE_MAX));
}

static bool is_unmatched(const struct bulk_draft *draft, size_t column)
{
    return draft->columns[column].role == BULK_DRAFT_SERIES && (int)column != draft->value &&
           !draft->columns[column].feeds;
}

/* Calls add for each series that feeds no indicator. */
static void each_unmatched(struct arena *arena, const struct bulk_draft *draft, void *context,
                           void (*add)(void *context, const char *name))
{
    for (size_t i = 0; i < draft->column_count; i++)
        if (is_unmatched(draft, i))
            add(context, name_of(arena, draft, (int)i));
    for (size_t i = 0; i < draft->series_count; i++)
        if (!draft->series[i].feeds)
            add(context, clean(arena, draft->series[i].name, SIZE_MAX));
}

static void add_unmatched(void *context, const char *name)
{
    if (name)
        rows_add_meta(context, "unmatched", "%s", name);
}

static const char *remark_text(struct arena *arena, const struct bulk_draft_remark *remark)
{
    const char *whole =
        remark->code ? arena_printf(arena, "%s %s", remark->text, remark->code) : remark->text;
    return whole ? clean(arena, text_of(whole), SIZE_MAX) : NULL;
}

struct rows *import_rows(struct arena *arena, const struct bulk_draft *draft, const char *file)
{
    struct rows *rows = rows_new(arena, tidy_columns, IMPORT_COUNT);
    if (!rows)
        return NULL;
    for (size_t i = 0; i < draft->column_count; i++)
        add_column(arena, rows, draft, i);
    for (size_t i = 0; i < draft->series_count; i++)
        add_series(arena, rows, draft, &draft->series[i]);
    rows_add_meta(rows, "engine", "tidemark %s", TIDEMARK_VERSION);
    rows_add_meta(rows, "panel", "%s", draft->known->panel);
    rows_add_meta(rows, "file", "%s", file);
    rows_add_meta(rows, "records", "%zu", draft->scan->record_count);
    rows_add_meta(rows, "countries", "%zu", draft->countries);
    for (size_t i = 0; i < draft->remark_count; i++) {
        const char *text = remark_text(arena, &draft->remarks[i]);
        if (text)
            rows_add_meta(rows, "remarks", "%s", text);
    }
    each_unmatched(arena, draft, rows, add_unmatched);
    for (size_t i = 0; i < draft->unfed_count; i++)
        rows_add_meta(rows, "unfed", "%s", draft->unfed[i]);
    return rows;
}

/* What a column was taken for, in words. */
static const char *taken_for(struct arena *arena, const struct bulk_draft *draft, size_t at)
{
    const struct bulk_draft_column *column = &draft->columns[at];
    const char *word = word_of(draft, at);
    switch (column->role) {
    case BULK_DRAFT_IGNORED:
        return column->of == BULK_DRAFT_NONE
                   ? arena_printf(arena, "(%s)", column->why ? column->why : "")
                   : arena_printf(arena, "(%s of %s)", column->why ? column->why : "",
                                  name_of(arena, draft, column->of));
    case BULK_DRAFT_NAMES:
        return "names of series";
    case BULK_DRAFT_SERIES:
        return column->key && !text_is(column->scan->name, column->key)
                   ? arena_printf(arena, "%s %s", word, column->key)
                   : word;
    case BULK_DRAFT_LOW:
    case BULK_DRAFT_HIGH:
    case BULK_DRAFT_SE:
        return arena_printf(arena, "%s of %s", word, name_of(arena, draft, column->of));
    default:
        return word;
    }
}

static const char *span_text(struct arena *arena, const struct date *first, const struct date *last,
                             bool dated)
{
    const char *from = date_text(arena, first, dated), *to = date_text(arena, last, dated);
    if (!from || !to || strcmp(from, to) == 0)
        return from;
    return arena_printf(arena, "%s\xE2\x80\x93%s", from, to);
}

/* "a;b" with room to break. */
static const char *feeds_text(struct arena *arena, const char *feeds)
{
    struct text_buffer text = {0};
    for (const char *at = feeds ? feeds : ""; *at; at++)
        text_add_string(&text, *at == ';' ? ", " : (char[]){*at, '\0'});
    const char *made =
        text.failed ? NULL : arena_text(arena, text.bytes ? text.bytes : "", text.length);
    if (text.failed)
        arena_alloc(arena, SIZE_MAX, SIZE_MAX);
    text_buffer_free(&text);
    return made;
}

static void show_column(struct arena *arena, struct rows *rows, const struct bulk_draft *draft,
                        size_t at)
{
    const struct bulk_draft_column *column = &draft->columns[at];
    rows_add(rows);
    rows_set_text(rows, SHOWN_COLUMN, name_of(arena, draft, (int)at));
    rows_set_text(rows, SHOWN_ROLE, taken_for(arena, draft, at));
    rows_set_text(rows, SHOWN_FEEDS, feeds_text(arena, column->feeds));
    rows_set_number(rows, SHOWN_VALUES, (double)column->scan->present);
    rows_set_text(rows, SHOWN_SPAN, span_text(arena, &column->first, &column->last, column->dated));
    rows_set_text(rows, SHOWN_EXAMPLE, clean(arena, column->scan->example, IMPORT_EXAMPLE_MAX));
}

static void show_series(struct arena *arena, struct rows *rows,
                        const struct bulk_draft_series *series)
{
    const char *name = clean(arena, series->name, SIZE_MAX);
    rows_add(rows);
    rows_set_text(rows, SHOWN_COLUMN, arena_printf(arena, "  %s", name ? name : ""));
    rows_set_text(rows, SHOWN_ROLE, "series");
    rows_set_text(rows, SHOWN_FEEDS, feeds_text(arena, series->feeds));
    rows_set_number(rows, SHOWN_VALUES, (double)series->present);
    rows_set_text(rows, SHOWN_SPAN, span_text(arena, &series->first, &series->last, series->dated));
    rows_set_text(rows, SHOWN_EXAMPLE, clean(arena, series->example, IMPORT_EXAMPLE_MAX));
}

/* A list of names in a sentence, of which only so many are told. */
struct naming {
    struct text_buffer text;
    size_t count;
};

static void add_name(void *context, const char *name)
{
    struct naming *naming = context;
    if (naming->count < IMPORT_NAMED_MAX && name)
        text_add_format(&naming->text, "%s%s", naming->count ? ", " : "", name);
    naming->count++;
}

/* "LEAD: a, b … and 5 more." as a note, nothing when there is none. */
static void add_names(struct rows *rows, const char *lead, struct naming *naming)
{
    size_t more = naming->count > IMPORT_NAMED_MAX ? naming->count - IMPORT_NAMED_MAX : 0;
    if (more > 0)
        text_add_format(&naming->text, " and %zu more (--format csv lists all)", more);
    rows->failed = rows->failed || naming->text.failed;
    if (naming->text.bytes)
        rows_add_meta(rows, "note", "%s: %s.", lead, naming->text.bytes);
    text_buffer_free(&naming->text);
}

/* Columns of the terminal that a column takes when nothing is broken. */
static size_t width_of(const struct rows *rows, size_t column)
{
    size_t widest = strlen(rows->columns[column].heading);
    for (size_t row = 0; row < rows->count; row++) {
        const char *text = column == SHOWN_VALUES ? "000000" : rows_text(rows, row, column);
        size_t width = text_width_columns(text, strlen(text));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static bool is_empty(const struct rows *rows, size_t column)
{
    for (size_t row = 0; row < rows->count; row++)
        if (*rows_text(rows, row, column))
            return false;
    return true;
}

/* Which columns stand side by side: what feeds nothing needs none for that, and examples and
 * periods give way where names would be broken. */
static void choose(const struct rows *rows, size_t columns, bool kept[SHOWN_COUNT])
{
    static const size_t yield[] = {SHOWN_EXAMPLE, SHOWN_SPAN};
    size_t total = 0;
    for (size_t i = 0; i < SHOWN_COUNT; i++) {
        kept[i] = i != SHOWN_FEEDS || !is_empty(rows, i);
        total += kept[i] ? width_of(rows, i) + 2 : 0;
    }
    for (size_t i = 0; i < 2 && total > columns + 2; i++) {
        kept[yield[i]] = false;
        total -= width_of(rows, yield[i]) + 2;
    }
}

/* The rows with the columns chosen; NULL without memory. */
static struct rows *narrowed(struct arena *arena, const struct rows *rows, size_t columns)
{
    bool kept[SHOWN_COUNT];
    size_t count = 0;
    struct rows_column *chosen = arena_alloc(arena, SHOWN_COUNT, sizeof *chosen);
    choose(rows, columns, kept);
    for (size_t i = 0; chosen && i < SHOWN_COUNT; i++)
        if (kept[i])
            chosen[count++] = shown_columns[i];
    struct rows *made = chosen ? rows_new(arena, chosen, count) : NULL;
    for (size_t row = 0; made && row < rows->count; row++) {
        size_t at = 0;
        rows_add(made);
        for (size_t i = 0; i < SHOWN_COUNT; i++) {
            if (kept[i] && i == SHOWN_VALUES)
                rows_set_number(made, at++, rows_number(rows, row, i));
            else if (kept[i])
                rows_set_text(made, at++, rows_text(rows, row, i));
        }
    }
    return made;
}

static void add_notes(struct arena *arena, struct rows *rows, const struct bulk_draft *draft)
{
    struct naming unmatched = {0}, unfed = {0};
    for (size_t i = 0; i < draft->remark_count; i++) {
        const char *text = remark_text(arena, &draft->remarks[i]);
        if (text)
            rows_add_meta(rows, "note", "%s", text);
    }
    each_unmatched(arena, draft, &unmatched, add_name);
    add_names(rows, "Series that feed no indicator", &unmatched);
    for (size_t i = 0; i < draft->unfed_count; i++)
        add_name(&unfed, draft->unfed[i]);
    add_names(rows, "Indicators that nothing in the file feeds", &unfed);
}

struct rows *import_rows_display(struct arena *arena, const struct bulk_draft *draft,
                                 const char *file, int columns)
{
    struct rows *whole = rows_new(arena, shown_columns, SHOWN_COUNT);
    if (!whole)
        return NULL;
    for (size_t i = 0; i < draft->column_count; i++) {
        show_column(arena, whole, draft, i);
        for (size_t s = 0; (int)i == draft->names && s < draft->series_count; s++)
            show_series(arena, whole, &draft->series[s]);
    }
    struct rows *rows = whole->failed ? NULL : narrowed(arena, whole, (size_t)columns);
    if (!rows)
        return NULL;
    rows_add_meta(rows, "title", "%s: %zu record%s, %zu %s%s%s", file, draft->scan->record_count,
                  draft->scan->record_count == 1 ? "" : "s", draft->countries,
                  draft->countries == 1 ? "country" : "countries", draft->dated ? ", " : "",
                  draft->dated ? span_text(arena, &draft->first, &draft->last, true) : "");
    add_notes(arena, rows, draft);
    return rows;
}
