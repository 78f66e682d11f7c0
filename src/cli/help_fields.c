#include "cli/help_fields.h"

#include "out/out_table.h"
#include "scenario/field.h"
#include "score/rule_field.h"

#include <string.h>

enum { TERMINAL = 80 };

static const enum field_table of_levers[] = {FIELD_LEVER,  FIELD_EFFECT, FIELD_PART,
                                             FIELD_RAISES, FIELD_MIX,    FIELD_INTERACTION};
static const enum field_table of_scenarios[] = {FIELD_SCENARIO, FIELD_STEP, FIELD_LISTED,
                                                FIELD_BRANCH};

/* A line "  name: takes", and what it means below, wrapped and indented. */
static void add_field(struct text_buffer *text, const char *name, const char *takes,
                      const char *standard, const char *meaning)
{
    struct text_buffer lines = {0};
    text_add_format(text, "  %s: %s%s%s\n", name, takes, *standard ? "; left out: " : "", standard);
    out_table_wrapped(&lines, meaning, TERMINAL - 6, 0);
    for (const char *line = lines.bytes; line && *line;) {
        size_t length = strcspn(line, "\n");
        text_add_format(text, "      %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    text->failed = text->failed || lines.failed;
    text_buffer_free(&lines);
}

/* The title of a group, with a large letter; its first words bold in Markdown. */
static void add_title(struct text_buffer *text, const char *title, bool bold)
{
    const char *rest = strchr(title, ':');
    size_t length = bold && rest ? (size_t)(rest - title) : strlen(title);
    char first = *title >= 'a' && *title <= 'z' ? (char)(*title - 'a' + 'A') : *title;
    text_add_format(text, "%s%c%.*s%s%s\n\n", bold ? "**" : "", first, (int)length - 1, title + 1,
                    bold ? "**" : "", title + length);
}

/* What a table says of a pipe would end its cell. */
static void add_cell(struct text_buffer *text, const char *words)
{
    for (; *words; words++)
        text_add_format(text, *words == '|' ? "\\%c" : "%c", *words);
}

void help_fields_rules(struct text_buffer *text)
{
    text_add_string(text, "Fields of a rule, the table that scripts/rules/NAME.lua returns.\n\n");
    for (int id = 0; id < RULE_FIELDS; id++) {
        const struct rule_field *field = rule_field_at((enum rule_field_id)id);
        add_field(text, field->name, field->takes, field->standard, field->meaning);
    }
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

void help_fields_rules_markdown(struct text_buffer *text)
{
    text_add_string(text, "| field | value | what it is | left out |\n|---|---|---|---|\n");
    for (int id = 0; id < RULE_FIELDS; id++) {
        const struct rule_field *field = rule_field_at((enum rule_field_id)id);
        text_add_format(text, "| `%s` | ", field->name);
        add_cell(text, field->takes);
        text_add_format(text, " | %s", field->meaning);
        if (*field->section) {
            text_add_format(text, ": [%s](#", field->section);
            add_anchor(text, field->section);
            text_add_string(text, ")");
        }
        text_add_format(text, " | %s |\n", field->standard);
    }
}

static void add_groups(struct text_buffer *text, const enum field_table *tables, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct field_group *group = field_group(tables[i]);
        text_add_string(text, i ? "\n" : "");
        add_title(text, group->title, false);
        for (const struct field *field = group->fields; field->name; field++) {
            struct text_buffer takes = {0};
            text_add_format(&takes, "%s%s", field->takes, field->required ? "; needed" : "");
            add_field(text, field->name, takes.bytes ? takes.bytes : "", "", field->meaning);
            text->failed = text->failed || takes.failed;
            text_buffer_free(&takes);
        }
    }
}

static void add_groups_markdown(struct text_buffer *text, const enum field_table *tables,
                                size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct field_group *group = field_group(tables[i]);
        text_add_string(text, i ? "\n" : "");
        add_title(text, group->title, true);
        text_add_string(text, "| field | value | what it is |\n|---|---|---|\n");
        for (const struct field *field = group->fields; field->name; field++) {
            text_add_format(text, "| `%s`%s | ", field->name, field->required ? ", needed" : "");
            add_cell(text, field->takes);
            text_add_string(text, " | ");
            add_cell(text, field->meaning);
            text_add_string(text, " |\n");
        }
    }
}

void help_fields_levers(struct text_buffer *text)
{
    add_groups(text, of_levers, sizeof of_levers / sizeof *of_levers);
}

void help_fields_scenarios(struct text_buffer *text)
{
    add_groups(text, of_scenarios, sizeof of_scenarios / sizeof *of_scenarios);
}

void help_fields_levers_markdown(struct text_buffer *text)
{
    add_groups_markdown(text, of_levers, sizeof of_levers / sizeof *of_levers);
}

void help_fields_scenarios_markdown(struct text_buffer *text)
{
    add_groups_markdown(text, of_scenarios, sizeof of_scenarios / sizeof *of_scenarios);
}
