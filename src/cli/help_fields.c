#include "cli/help_fields.h"

#include "out/out_table.h"
#include "scenario/field.h"

#include <string.h>

enum { TERMINAL = 80 };

/* The tables of a file, in the order of help; FIELD_TABLES ends them. */
static const enum field_table tables[][FIELD_TABLES] = {
    [HELP_FIELDS_LEVER] = {FIELD_LEVER, FIELD_EFFECT, FIELD_RAISES, FIELD_PART, FIELD_MIX,
                           FIELD_INTERACTION, FIELD_TABLES},
    [HELP_FIELDS_SCENARIO] = {FIELD_SCENARIO, FIELD_STEP, FIELD_LISTED, FIELD_BRANCH, FIELD_TABLES},
};

/* "title: a text (needed)", then what it is, further in. */
static void add_field(const struct field *field, struct text_buffer *text)
{
    struct text_buffer line = {0};
    text_add_format(&line, "  %s: %s%s", field->name, field->takes,
                    field->required ? " (needed)" : "");
    out_table_wrapped(text, line.bytes ? line.bytes : "", TERMINAL, 6);
    text_add_string(text, "      ");
    out_table_wrapped(text, field->meaning, TERMINAL - 6, 6);
    text->failed = text->failed || line.failed;
    text_buffer_free(&line);
}

void help_fields_list(enum help_fields_file file, struct text_buffer *text)
{
    for (const enum field_table *table = tables[file]; *table != FIELD_TABLES; table++) {
        const struct field_group *group = field_group(*table);
        if (table != tables[file])
            text_add_string(text, "\n");
        out_table_wrapped(text, group->title, TERMINAL, 2);
        for (const struct field *field = group->fields; field->name; field++)
            add_field(field, text);
    }
}

/* A text with a bar escaped, for the cell of a table. */
static void add_cell(const char *cell, struct text_buffer *text)
{
    for (; *cell; cell++)
        text_add_format(text, "%s%c", *cell == '|' ? "\\" : "", *cell);
}

void help_fields_markdown(enum help_fields_file file, struct text_buffer *text)
{
    for (const enum field_table *table = tables[file]; *table != FIELD_TABLES; table++) {
        const struct field_group *group = field_group(*table);
        const char *colon = strchr(group->title, ':');
        int length = (int)(colon ? (size_t)(colon - group->title) : strlen(group->title));
        text_add_format(text, "%s#### %.*s\n\n", table == tables[file] ? "" : "\n", length,
                        group->title);
        if (colon)
            text_add_format(text, "%s\n\n", colon + 2);
        text_add_string(text, "| field | takes | needed | what it is |\n|---|---|---|---|\n");
        for (const struct field *field = group->fields; field->name; field++) {
            text_add_format(text, "| `%s` | ", field->name);
            add_cell(field->takes, text);
            text_add_format(text, " | %s | ", field->required ? "yes" : "");
            add_cell(field->meaning, text);
            text_add_string(text, " |\n");
        }
    }
}
