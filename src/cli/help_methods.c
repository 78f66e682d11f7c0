#include "cli/help_methods.h"

#include "out/out_table.h"

#include <math.h>
#include <string.h>

enum { TERMINAL = 80, PAGE = 100 };

static const struct {
    const char *keys;
    const char *title;
} stages[METHOD_STAGES] = {
    [METHOD_TREAT] = {"treat", "what lies far from the rest"},
    [METHOD_IMPUTE] = {"impute", "what is missing"},
    [METHOD_NORMALISE] = {"normalise", "a common scale"},
    [METHOD_WEIGHTS] = {"weights", "weights found by a method"},
    [METHOD_AGGREGATE] = {"pillar, group, at, index", "how children become one value"},
};

/* "tide.fill { with = …, periods, over }": what must be given stands with its sign. */
static void add_call(const struct method *method, struct text_buffer *text)
{
    text_add_format(text, "tide.%s", method->name);
    if (!method->options[0].name) {
        text_add_string(text, "()");
        return;
    }
    for (int i = 0; i < METHOD_OPTIONS_MAX && method->options[i].name; i++)
        text_add_format(text, "%s %s%s", i ? "," : " {", method->options[i].name,
                        method->options[i].required ? " = …" : "");
    text_add_string(text, " }");
}

/* Adds a text wrapped to columns, every line indented. */
static void add_block(struct text_buffer *text, const char *block, int columns, int indent)
{
    struct text_buffer lines = {0};
    out_table_wrapped(&lines, block, columns - indent, 0);
    for (const char *line = lines.bytes; line && *line;) {
        size_t length = strcspn(line, "\n");
        text_add_repeat(text, ' ', (size_t)indent);
        text_add(text, line, length);
        text_add_string(text, "\n");
        line += length + (line[length] == '\n');
    }
    text->failed = text->failed || lines.failed;
    text_buffer_free(&lines);
}

void help_methods_list(struct text_buffer *text)
{
    text_add_string(text, "Methods of rules, by the field they stand at. An option with = is "
                          "needed.\n`tidemark help NAME` explains one.\n");
    for (int stage = 0; stage < METHOD_STAGES; stage++) {
        text_add_format(text, "\n%s: %s\n", stages[stage].keys, stages[stage].title);
        for (int id = 0; id < METHOD_COUNT; id++) {
            const struct method *method = method_at((enum method_id)id);
            if (method->stage != (enum method_stage)stage)
                continue;
            text_add_string(text, "  ");
            add_call(method, text);
            text_add_string(text, "\n");
            add_block(text, method->meaning, TERMINAL, 6);
        }
    }
}

/* "a number from 0; left out: 2". */
static void add_expected(const struct method_option *option, struct text_buffer *text)
{
    if (option->kind == METHOD_OVER)
        text_add_string(text, "a frame");
    else
        method_expected(option, NAN, text);
    if (option->standard)
        text_add_format(text, "; left out: %s", option->standard);
    else
        text_add_string(text, option->required ? "; needed" : "");
}

void help_methods_one(enum method_id id, struct text_buffer *text)
{
    const struct method *method = method_at(id);
    struct text_buffer line = {0};
    add_call(method, text);
    text_add_string(text, "\n\n");
    text_add_format(&line, "At %s: %s.", stages[method->stage].keys, method->meaning);
    add_block(text, line.bytes ? line.bytes : "", TERMINAL, 0);
    text_add_string(text, "\n");
    add_block(text, method->formula, TERMINAL, 2);
    for (int i = 0; i < METHOD_OPTIONS_MAX && method->options[i].name; i++) {
        const struct method_option *option = &method->options[i];
        text_add_format(text, "\n  %s: ", option->name);
        add_expected(option, text);
        text_add_string(text, "\n");
        add_block(text, option->meaning, TERMINAL, 6);
    }
    text_add_string(text, "\nSource: ");
    out_table_wrapped(text, method->citation, TERMINAL - 8, 8);
    text->failed = text->failed || line.failed;
    text_buffer_free(&line);
}

/* A sentence with its first letter large and a full stop. */
static void add_sentence(struct text_buffer *text, const char *words)
{
    struct text_buffer sentence = {0};
    char first = *words >= 'a' && *words <= 'z' ? (char)(*words - 'a' + 'A') : *words;
    text_add_format(&sentence, "%c%s.", first, words + 1);
    add_block(text, sentence.bytes ? sentence.bytes : "", PAGE, 0);
    text->failed = text->failed || sentence.failed;
    text_buffer_free(&sentence);
}

static void add_options(const struct method *method, struct text_buffer *text)
{
    if (!method->options[0].name)
        return;
    text_add_string(text, "\n| option | takes | left out | what it is |\n|---|---|---|---|\n");
    for (int i = 0; i < METHOD_OPTIONS_MAX && method->options[i].name; i++) {
        const struct method_option *option = &method->options[i];
        text_add_format(text, "| `%s` | ", option->name);
        if (option->kind == METHOD_OVER)
            text_add_string(text, "a frame");
        else
            method_expected(option, NAN, text);
        text_add_format(text, " | %s | %s |\n",
                        option->standard   ? option->standard
                        : option->required ? "an error"
                                           : "",
                        option->meaning);
    }
}

void help_methods_markdown(struct text_buffer *text)
{
    for (int stage = 0; stage < METHOD_STAGES; stage++) {
        text_add_format(text, "%s### %s: %s\n", stage ? "\n" : "", stages[stage].keys,
                        stages[stage].title);
        for (int id = 0; id < METHOD_COUNT; id++) {
            const struct method *method = method_at((enum method_id)id);
            if (method->stage != (enum method_stage)stage)
                continue;
            text_add_format(text, "\n#### tide.%s\n\n", method->name);
            add_sentence(text, method->meaning);
            text_add_string(text, "\n");
            add_block(text, method->formula, PAGE, 4);
            add_options(method, text);
            text_add_string(text, "\n");
            struct text_buffer source = {0};
            text_add_format(&source, "Source: %s.", method->citation);
            add_block(text, source.bytes ? source.bytes : "", PAGE, 0);
            text->failed = text->failed || source.failed;
            text_buffer_free(&source);
        }
    }
}
