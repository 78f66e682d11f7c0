#include "cli/help_annotations.h"

#include "cli/run_call.h"

#include "lua/value_function.h"
#include "scenario/field.h"
#include "score/method.h"
#include "score/rule_field.h"

#include "out/out_table.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 100 };

static const char head[] =
    "---@meta\n"
    "--- What scripts may write, for editors that read LuaLS annotations: completion, and what "
    "each\n"
    "--- field and function is. Made by `make docs`; it is never run.\n"
    "\n"
    "--- A judged magnitude: a number is certain, { low, likely, high } are the ends and the peak "
    "of "
    "a\n--- triangle.\n"
    "---@alias tide.Judged number|number[]\n"
    "\n"
    "--- Whose figures: \"all\", \"period\", \"country\", a classification, or a list of these.\n"
    "---@alias tide.Over string|string[]\n"
    "\n"
    "--- A method with its options, for a field of a rule.\n"
    "---@class tide.Method\n"
    "\n"
    "--- One country and period, as functions of rules are given it: c.ID is a figure.\n"
    "---@class tide.Figures\n"
    "---@field year number\n"
    "---@field [string] number\n"
    "local figures = {}\n"
    "\n"
    "--- The list of a node's children; without an id those of the node whose function it is.\n"
    "---@param id? string\n"
    "---@return number[]\n"
    "function figures:children(id) end\n"
    "\n"
    "--- Who is compared, in a formula.\n"
    "---@class tide.Compared\n"
    "---@field over? tide.Over\n"
    "\n"
    "---@class tide.Missing\n"
    "---@field need? number|table<string, number> a share of weight, { count = 3 }, or one by "
    "level\n"
    "---@field of? \"count\"|\"weight\" whether children are counted or weighed\n"
    "---@field at? table<string, number|table<string, number>> the same for one pillar or group\n"
    "\n"
    "---@class tide.Screen\n"
    "---@field need? number share of the eligible indicators that must be there\n"
    "---@field nonzero? number share of these that must not be 0\n"
    "\n"
    "--- What varies: the words of --uncertain. \"own\" is what the rule has, \"none\" no such "
    "stage.\n"
    "---@class tide.Uncertain\n"
    "---@field values? boolean|\"normal\"|\"truncated\"|\"triangular\"|\"beta\"\n"
    "---@field conflicts? boolean intervals of values reach sources that disagree\n"
    "---@field weights? boolean|number|{ dirichlet: number } the share of noise, or a "
    "concentration\n"
    "--- Sets of weights: ways to find them, numbers by id under a name, other rules by name.\n"
    "---@field weighting? table<integer|string, \"own\"|\"given\"|string|tide.Method|table>\n"
    "---@field normalise? (\"own\"|tide.Method)[]\n"
    "---@field treat? (\"own\"|\"none\"|tide.Method)[]\n"
    "---@field impute? (\"own\"|\"none\"|tide.Method)[]\n"
    "---@field imputed? boolean what is filled in scatters\n"
    "---@field aggregate? (\"own\"|tide.Method)[]\n"
    "---@field levels? number[][] points of ordinal scales on the common scale\n"
    "---@field sources? boolean one left out, or none\n"
    "---@field coders? boolean one left out, or none\n"
    "\n"
    "--- What a call of a free script gives: a record a row, in which what is missing is nil.\n"
    "---@class tide.Rows\n"
    "---@field [integer] table<string, string|number>\n"
    "---@field columns string[]\n"
    "---@field meta table<string, string|string[]>\n"
    "\n"
    "--- An indicator of a country in a scenario.\n"
    "---@class tide.Cell\n"
    "local cell = {}\n"
    "\n"
    "--- Adds to the value.\n"
    "---@param size tide.Judged\n"
    "---@param options tide.Step\n"
    "function cell:shift(size, options) end\n"
    "\n"
    "--- Brings the value to this.\n"
    "---@param size tide.Judged\n"
    "---@param options tide.Step\n"
    "function cell:set(size, options) end\n"
    "\n"
    "--- Brings the value to this in a straight line by `till`.\n"
    "---@param size tide.Judged\n"
    "---@param options tide.Step\n"
    "function cell:ramp(size, options) end\n"
    "\n"
    "--- Multiplies the value.\n"
    "---@param size tide.Judged\n"
    "---@param options tide.Step\n"
    "function cell:scale(size, options) end\n"
    "\n"
    "--- world.KGZ.cs_ngo_law is an indicator of a country.\n"
    "---@alias tide.World table<string, table<string, tide.Cell>>\n";

static const char library[] = "\n---@class tide\n"
                              "tide = {}\n"
                              "\n"
                              "--- A copy of the table of scripts/rules/NAME.lua.\n"
                              "---@param name string\n"
                              "---@return tide.Rule\n"
                              "function tide.rule(name) end\n";

/* "--- Meaning." wrapped. */
static void add_remark(struct text_buffer *text, const char *words)
{
    struct text_buffer lines = {0};
    out_table_wrapped(&lines, words, WIDTH - 4, 0);
    for (const char *line = lines.bytes; line && *line;) {
        size_t length = strcspn(line, "\n");
        text_add_string(text, "--- ");
        text_add(text, line, length);
        text_add_string(text, "\n");
        line += length + (line[length] == '\n');
    }
    text->failed = text->failed || lines.failed;
    text_buffer_free(&lines);
}

/* A field, its words behind it, or before it where they do not fit. */
static void add_field(struct text_buffer *text, const char *name, bool required, const char *type,
                      const char *words)
{
    struct text_buffer line = {0};
    text_add_format(&line, "---@field %s%s %s", name, required ? "" : "?", type);
    bool fits = line.length + 1 + strlen(words) <= WIDTH;
    if (!fits)
        add_remark(text, words);
    text_add_string(text, line.bytes ? line.bytes : "");
    if (fits)
        text_add_format(text, " %s", words);
    text_add_string(text, "\n");
    text->failed = text->failed || line.failed;
    text_buffer_free(&line);
}

static void add_rule(struct text_buffer *text)
{
    text_add_string(text, "\n--- A rule: scripts/rules/NAME.lua, how values become scores.\n"
                          "---@class tide.Rule\n");
    for (int id = 0; id < RULE_FIELDS; id++) {
        const struct rule_field *field = rule_field_at((enum rule_field_id)id);
        struct text_buffer words = {0};
        text_add_format(&words, "%s%s%s", field->meaning, *field->standard ? "; left out: " : "",
                        field->standard);
        add_field(text, field->name, false, field->lua, words.bytes ? words.bytes : "");
        text->failed = text->failed || words.failed;
        text_buffer_free(&words);
    }
}

/* The magnitude of an effect stands in front of its options; a raise names levers. */
static void add_group(struct text_buffer *text, enum field_table table)
{
    const struct field_group *group = field_group(table);
    text_add_string(text, "\n");
    add_remark(text, group->title);
    text_add_format(text, "---@class tide.%s%s\n", group->name,
                    table == FIELD_LISTED ? ": tide.Step" : "");
    if (table == FIELD_EFFECT)
        text_add_string(text, "---@field [1] number low\n---@field [2] number likely\n"
                              "---@field [3] number high\n");
    for (const struct field *field = group->fields; field->name; field++)
        add_field(text, field->name, field->required, field->lua, field->meaning);
    if (table == FIELD_RAISES)
        text_add_string(text, "---@field [string] tide.Judged\n");
}

/* What an option of a method is in Lua. */
static void add_option_type(const struct method_option *option, struct text_buffer *text)
{
    static const char *const types[] = {
        [METHOD_NUMBER] = "number",    [METHOD_BOOLEAN] = "boolean",   [METHOD_PAIR] = "number[]",
        [METHOD_NUMBERS] = "number[]", [METHOD_MATRIX] = "number[][]", [METHOD_TEXT] = "string",
        [METHOD_OVER] = "tide.Over"};
    if (option->kind == METHOD_WORD) {
        for (const char *word = option->words; *word;) {
            size_t length = strcspn(word, " ");
            text_add_format(text, "%s\"%.*s\"", word == option->words ? "" : "|", (int)length,
                            word);
            word += length + (word[length] == ' ');
        }
    } else {
        text_add_string(text, option->kind == METHOD_NUMBER && option->whole ? "integer"
                                                                             : types[option->kind]);
    }
}

static void add_options(const struct method *method, struct text_buffer *text)
{
    if (!method->options[0].name)
        return;
    text_add_format(text, "\n---@class tide.%s\n", method->name);
    for (int i = 0; i < METHOD_OPTIONS_MAX && method->options[i].name; i++) {
        const struct method_option *option = &method->options[i];
        struct text_buffer type = {0}, words = {0};
        add_option_type(option, &type);
        text_add_format(&words, "%s%s%s", option->meaning, option->standard ? "; left out: " : "",
                        option->standard ? option->standard : "");
        add_field(text, option->name, option->required, type.bytes ? type.bytes : "",
                  words.bytes ? words.bytes : "");
        text->failed = text->failed || type.failed || words.failed;
        text_buffer_free(&type);
        text_buffer_free(&words);
    }
}

static const struct value_function *find_function(const char *name)
{
    for (int id = 0; id < VALUE_FUNCTIONS; id++)
        if (strcmp(value_function_at((enum value_function_id)id)->name, name) == 0)
            return value_function_at((enum value_function_id)id);
    return NULL;
}

/* "fun(x: number, options?: tide.Compared): number": what the same name does in formulas. */
static void add_overload(const struct value_function *function, struct text_buffer *text)
{
    text_add_string(text, "---@overload fun(");
    for (int i = 0; i < VALUE_FUNCTION_ARGUMENTS_MAX && function->arguments[i].name; i++)
        text_add_format(text, "%s%s: %s", i ? ", " : "", function->arguments[i].name,
                        function->arguments[i].lua);
    text_add_format(text, "): %s\n", function->returns);
}

static void add_method(const struct method *method, struct text_buffer *text)
{
    const struct value_function *function = find_function(method->name);
    bool options = method->options[0].name != NULL;
    struct text_buffer words = {0};
    add_options(method, text);
    text_add_format(&words, "At `%s`: %s.", method_stage_key(method->stage), method->meaning);
    text_add_string(text, "\n");
    add_remark(text, words.bytes ? words.bytes : "");
    if (function)
        text_add_format(text, "--- In a formula: %s.\n", function->gives);
    if (options)
        text_add_format(text, "---@param options%s tide.%s\n",
                        method->options[0].required ? "" : "?", method->name);
    text_add_string(text, "---@return tide.Method\n");
    if (function)
        add_overload(function, text);
    text_add_format(text, "function tide.%s(%s) end\n", method->name, options ? "options" : "");
    text->failed = text->failed || words.failed;
    text_buffer_free(&words);
}

static void add_function(const struct value_function *function, struct text_buffer *text)
{
    text_add_format(text, "\n--- In a formula: %s.\n", function->gives);
    if (strcmp(function->returns, "T") == 0)
        text_add_string(text, "---@generic T\n");
    for (int i = 0; i < VALUE_FUNCTION_ARGUMENTS_MAX && function->arguments[i].name; i++)
        text_add_format(text, "---@param %s %s\n", function->arguments[i].name,
                        function->arguments[i].lua);
    text_add_format(text, "---@return %s\nfunction tide.%s(", function->returns, function->name);
    for (int i = 0; i < VALUE_FUNCTION_ARGUMENTS_MAX && function->arguments[i].name; i++) {
        const char *name = function->arguments[i].name;
        text_add_format(text, "%s%.*s", i ? ", " : "", (int)strcspn(name, "?"), name);
    }
    text_add_string(text, ") end\n");
}

/* The calls of free scripts; words and rows are open, options those of the verb. */
static void add_calls(struct text_buffer *text)
{
    struct run_call_help call;
    text_add_string(text, "\n--- Words of the command line behind a free script.\n"
                          "---@type string[]\n"
                          "tide.arguments = {}\n");
    for (size_t i = 0; run_call_help(i, &call); i++) {
        text_add_format(text, "\n--- In a free script: %s.\n", call.gives);
        if (call.words)
            text_add_format(text, "---@param words %s %s\n",
                            call.rows || strcmp(call.words, "rows") != 0 ? "string|string[]"
                                                                         : "table[]",
                            call.words);
        text_add_string(text, "---@param options? table<string, any> those of the verb, with _ for "
                              "-\n");
        if (call.rows)
            text_add_string(text, "---@return tide.Rows\n");
        text_add_format(text, "function tide.%s(%soptions) end\n", call.name,
                        call.words ? "words, " : "");
    }
}

void help_annotations(struct text_buffer *text)
{
    text_add_string(text, head);
    add_rule(text);
    for (int table = 0; table < FIELD_TABLES; table++)
        add_group(text, (enum field_table)table);
    text_add_string(text, library);
    for (int id = 0; id < METHOD_COUNT; id++)
        add_method(method_at((enum method_id)id), text);
    for (int id = 0; id < VALUE_FUNCTIONS; id++) {
        const struct value_function *function = value_function_at((enum value_function_id)id);
        if (method_named(text_of(function->name)) == METHOD_COUNT)
            add_function(function, text);
    }
    add_calls(text);
}
