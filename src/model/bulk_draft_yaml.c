#include "model/bulk_draft.h"
#include "model/bulk_source.h"
#include "model/bulk_yaml.h"

#include <string.h>

enum { YAML_SOURCES_NAMED = 3, YAML_SOURCE_WIDTH = 12 };

static struct text name_of(const struct bulk_draft *draft, int column)
{
    return draft->scan->columns[column].name;
}

/* "1990 to 2022"; empty without dates. */
static void add_span(struct text_buffer *out, const struct bulk_draft *draft)
{
    char first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    if (!draft->dated)
        return;
    date_print(draft->first, first);
    date_print(draft->last, last);
    text_add_format(out, strcmp(first, last) == 0 ? ", %s" : ", %s to %s", first, last);
}

static void add_head(struct text_buffer *out, const struct bulk_draft *draft, const char *file)
{
    struct text_buffer line = {0};
    text_add_format(&line, "Drafted by tidemark import from %s: %zu record%s, %zu %s", file,
                    draft->scan->record_count, draft->scan->record_count == 1 ? "" : "s",
                    draft->countries, draft->countries == 1 ? "country" : "countries");
    add_span(&line, draft);
    text_add_string(&line, ". See whether each column is what it was taken for; fields after a # "
                           "are for you to take up or not. Then run `tidemark check`.");
    bulk_yaml_comment(out, 0, line.bytes ? line.bytes : "");
    out->failed = out->failed || line.failed;
    text_buffer_free(&line);
    text_add_format(out, "panel: %s\nfile: ", draft->known->panel);
    bulk_yaml_text(out, text_of(file));
    text_add_string(out, "\n");
}

static void add_remarks(struct text_buffer *out, const struct bulk_draft *draft,
                        enum bulk_draft_place place)
{
    for (size_t i = 0; i < draft->remark_count; i++) {
        const struct bulk_draft_remark *remark = &draft->remarks[i];
        if (remark->place != place)
            continue;
        bulk_yaml_comment(out, 0, remark->text);
        if (!remark->code)
            continue;
        text_add_string(out, "#   ");
        bulk_yaml_clean(out, text_of(remark->code));
        text_add_string(out, "\n");
    }
}

static void add_field(struct text_buffer *out, const char *name, struct text value)
{
    text_add_format(out, "%s: ", name);
    bulk_yaml_text(out, value);
    text_add_string(out, "\n");
}

static void add_country(struct text_buffer *out, const struct bulk_draft *draft)
{
    struct text names[BULK_DRAFT_COUNTRIES_MAX];
    for (size_t i = 0; i < draft->country_count; i++)
        names[i] = name_of(draft, draft->country[i]);
    add_remarks(out, draft, BULK_DRAFT_AT_COUNTRY);
    if (draft->country_count == 1)
        add_field(out, "country", names[0]);
    else
        bulk_yaml_list(out, 0, "country", names, draft->country_count);
    if (draft->name != BULK_DRAFT_NONE)
        add_field(out, "name", name_of(draft, draft->name));
}

/* Adds ids of sources, up to so many in all: those that begin as the panel does, or the others. */
static size_t name_sources(struct text_buffer *out, const struct bulk_draft *draft, bool akin,
                           size_t named)
{
    const struct sources *sources = draft->known->sources;
    struct text family = bulk_source_family(draft->known->panel);
    for (size_t i = 0; sources && i < sources->count && named < YAML_SOURCES_NAMED; i++) {
        const char *id = sources->items[i].id;
        size_t length = strlen(id);
        bool begins = length >= family.length && memcmp(id, family.bytes, family.length) == 0;
        if (begins != akin || length > YAML_SOURCE_WIDTH)
            continue;
        text_add_string(out, named++ ? ", " : ", such as ");
        bulk_yaml_clean(out, text_of(id));
    }
    return named;
}

/* Without a source the field is left empty: check then shows this line, which says what to do. */
static void add_source(struct text_buffer *out, const struct bulk_draft *draft)
{
    add_remarks(out, draft, BULK_DRAFT_AT_SOURCE);
    if (draft->known->source) {
        add_field(out, "source", text_of(draft->known->source));
        return;
    }
    text_add_string(out, "source: # required: an id of indicators/sources.yaml");
    if (name_sources(out, draft, true, 0) == 0)
        name_sources(out, draft, false, 0);
    text_add_string(out, "\n");
}

static void add_missing(struct text_buffer *out, const struct bulk_draft *draft)
{
    add_remarks(out, draft, BULK_DRAFT_AT_ROWS);
    if (draft->missing_count == 0)
        return;
    text_add_string(out, "missing: [");
    for (size_t i = 0; i < draft->missing_count; i++) {
        text_add_string(out, i ? ", " : "");
        bulk_yaml_text(out, text_of(draft->missing[i]));
    }
    text_add_string(out, "]\n");
}

static void add_groups(struct text_buffer *out, const struct bulk_draft *draft)
{
    bool any = false;
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_draft_column *column = &draft->columns[i];
        if (column->role != BULK_DRAFT_GROUP || !column->key)
            continue;
        if (!any) {
            add_remarks(out, draft, BULK_DRAFT_AT_GROUPS);
            text_add_string(out, "groups:\n");
        }
        any = true;
        text_add_format(out, "  %s: ", column->key);
        bulk_yaml_text(out, column->scan->name);
        text_add_string(out, "\n");
    }
}

static void add_part(struct text_buffer *out, const struct bulk_draft *draft, const char *field,
                     int column)
{
    if (column == BULK_DRAFT_NONE)
        return;
    text_add_format(out, ", %s: ", field);
    bulk_yaml_text(out, name_of(draft, column));
}

static void add_parts(struct text_buffer *out, const struct bulk_draft *draft,
                      const struct bulk_draft_column *column)
{
    add_part(out, draft, "low", column->low);
    add_part(out, draft, "high", column->high);
    add_part(out, draft, "se", column->se);
    text_add_string(out, "}\n");
}

static void add_long(struct text_buffer *out, const struct bulk_draft *draft)
{
    text_add_string(out, "long: {series: ");
    bulk_yaml_text(out, name_of(draft, draft->names));
    text_add_string(out, ", value: ");
    bulk_yaml_text(out, name_of(draft, draft->value));
    add_parts(out, draft, &draft->columns[draft->value]);
}

static bool has_parts(const struct bulk_draft_column *column)
{
    return column->low != BULK_DRAFT_NONE || column->se != BULK_DRAFT_NONE;
}

/* A series that is called as its column and has nothing beside it. */
static bool is_same(const struct bulk_draft_column *column)
{
    return column->role == BULK_DRAFT_SERIES && column->key && !has_parts(column) &&
           text_is(column->scan->name, column->key);
}

static void add_series(struct text_buffer *out, const struct bulk_draft *draft, struct text *names)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->column_count; i++)
        if (is_same(&draft->columns[i]))
            names[count++] = draft->columns[i].scan->name;
    text_add_string(out, "series:\n");
    if (count > 0)
        bulk_yaml_list(out, 2, "same", names, count);
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_draft_column *column = &draft->columns[i];
        if (column->role != BULK_DRAFT_SERIES || !column->key || is_same(column))
            continue;
        text_add_string(out, "  ");
        bulk_yaml_text(out, text_of(column->key));
        text_add_string(out, ": ");
        if (has_parts(column)) {
            text_add_string(out, "{column: ");
            bulk_yaml_text(out, column->scan->name);
            add_parts(out, draft, column);
        } else {
            bulk_yaml_text(out, column->scan->name);
            text_add_string(out, "\n");
        }
    }
}

static bool is_left(const struct bulk_draft_column *column)
{
    return column->role == BULK_DRAFT_IGNORED && column->scan->name.length > 0 && column->why;
}

/* Whether an earlier column is left out for the same reason. */
static bool is_told(const struct bulk_draft *draft, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (is_left(&draft->columns[i]) &&
            strcmp(draft->columns[i].why, draft->columns[at].why) == 0)
            return true;
    return false;
}

/* The columns that are left out, by reasons. */
static void add_ignored(struct text_buffer *out, const struct bulk_draft *draft)
{
    struct text_buffer list = {0};
    for (size_t i = 0; i < draft->column_count; i++) {
        if (!is_left(&draft->columns[i]) || is_told(draft, i))
            continue;
        text_add_string(&list, list.length ? "; " : "Left out: ");
        for (size_t j = i; j < draft->column_count; j++) {
            const struct bulk_draft_column *column = &draft->columns[j];
            if (!is_left(column) || strcmp(column->why, draft->columns[i].why) != 0)
                continue;
            text_add_string(&list, j > i ? ", " : "");
            text_add(&list, column->scan->name.bytes, column->scan->name.length);
        }
        text_add_format(&list, " (%s)", draft->columns[i].why);
    }
    if (list.length > 0) {
        text_add_string(&list, ".");
        bulk_yaml_comment(out, 0, list.bytes ? list.bytes : "");
    }
    out->failed = out->failed || list.failed;
    text_buffer_free(&list);
}

void bulk_draft_yaml(const struct bulk_draft *draft, const char *file, struct text_buffer *out)
{
    struct text *names = arena_alloc(draft->scan->arena, draft->column_count + 1, sizeof *names);
    add_head(out, draft, file);
    add_country(out, draft);
    add_remarks(out, draft, BULK_DRAFT_AT_PERIOD);
    add_field(out, "period", name_of(draft, draft->period));
    add_source(out, draft);
    add_missing(out, draft);
    add_groups(out, draft);
    add_remarks(out, draft, BULK_DRAFT_AT_SERIES);
    if (draft->names != BULK_DRAFT_NONE)
        add_long(out, draft);
    else if (names)
        add_series(out, draft, names);
    add_ignored(out, draft);
    out->failed = out->failed || !names;
}
