#include "cli/help_fields.h"

#include "out/out_table.h"
#include "scenario/field.h"
#include "score/rule_field.h"

#include <string.h>

enum { TERMINAL = 80 };

/* The tables of a file, in the order of help; FIELD_TABLES ends them. A rule has its own. */
static const enum field_table tables[][FIELD_TABLES] = {
    [HELP_FIELDS_LEVER] = {FIELD_LEVER, FIELD_EFFECT, FIELD_RAISES, FIELD_PART, FIELD_MIX,
                           FIELD_INTERACTION, FIELD_TABLES},
    [HELP_FIELDS_SCENARIO] = {FIELD_SCENARIO, FIELD_STEP, FIELD_LISTED, FIELD_BRANCH, FIELD_TABLES},
};

/* "title: a text (needed)", then what it is, further in. */
static void add_field(const char *name, const char *takes, const char *remark, const char *meaning,
                      struct text_buffer *text)
{
    struct text_buffer line = {0};
    text_add_format(&line, "  %s: %s%s", name, takes, remark);
    out_table_wrapped(text, line.bytes ? line.bytes : "", TERMINAL, 6);
    text_add_string(text, "      ");
    out_table_wrapped(text, meaning, TERMINAL - 6, 6);
    text->failed = text->failed || line.failed;
    text_buffer_free(&line);
}

static void add_rule(struct text_buffer *text)
{
    text_add_string(text, "a rule: scripts/rules/NAME.lua, how values become scores\n");
    for (int id = 0; id < RULE_FIELDS; id++) {
        const struct rule_field *field = rule_field_at((enum rule_field_id)id);
        struct text_buffer remark = {0};
        if (*field->standard)
            text_add_format(&remark, "; left out: %s", field->standard);
        add_field(field->name, field->takes, remark.bytes ? remark.bytes : "", field->meaning,
                  text);
        text->failed = text->failed || remark.failed;
        text_buffer_free(&remark);
    }
}

void help_fields_list(enum help_fields_file file, struct text_buffer *text)
{
    if (file == HELP_FIELDS_RULE) {
        add_rule(text);
        return;
    }
    for (const enum field_table *table = tables[file]; *table != FIELD_TABLES; table++) {
        const struct field_group *group = field_group(*table);
        if (table != tables[file])
            text_add_string(text, "\n");
        out_table_wrapped(text, group->title, TERMINAL, 2);
        for (const struct field *field = group->fields; field->name; field++)
            add_field(field->name, field->takes, field->required ? " (needed)" : "", field->meaning,
                      text);
    }
}

/* A text with a bar escaped, for the cell of a table. */
static void add_cell(const char *cell, struct text_buffer *text)
{
    for (; *cell; cell++)
        text_add_format(text, "%s%c", *cell == '|' ? "\\" : "", *cell);
}

/* The anchor of a heading, as it is made where pages are read. */
static void add_anchor(struct text_buffer *text, const char *heading)
{
    for (; *heading; heading++) {
        char letter = *heading;
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter - 'A' + 'a');
        if ((letter >= 'a' && letter <= 'z') || letter == ' ')
            text_add_format(text, "%c", letter == ' ' ? '-' : letter);
    }
}

static void add_rule_markdown(struct text_buffer *text)
{
    text_add_string(text, "| field | value | what it is | left out |\n|---|---|---|---|\n");
    for (int id = 0; id < RULE_FIELDS; id++) {
        const struct rule_field *field = rule_field_at((enum rule_field_id)id);
        text_add_format(text, "| `%s` | ", field->name);
        add_cell(field->takes, text);
        text_add_format(text, " | %s", field->meaning);
        if (*field->section) {
            text_add_format(text, ": [%s](#", field->section);
            add_anchor(text, field->section);
            text_add_string(text, ")");
        }
        text_add_format(text, " | %s |\n", field->standard);
    }
}

void help_fields_markdown(enum help_fields_file file, struct text_buffer *text)
{
    if (file == HELP_FIELDS_RULE) {
        add_rule_markdown(text);
        return;
    }
    for (const enum field_table *table = tables[file]; *table != FIELD_TABLES; table++) {
        const struct field_group *group = field_group(*table);
        const char *colon = strchr(group->title, ':');
        int length = (int)(colon ? (size_t)(colon - group->title) : strlen(group->title));
        char first = *group->title;
        first = first >= 'a' && first <= 'z' ? (char)(first - 'a' + 'A') : first;
        text_add_format(text, "%s#### %c%.*s\n\n", table == tables[file] ? "" : "\n", first,
                        length - 1, group->title + 1);
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
