#include "cli/cmd.h"
#include "cli/cmd_scenario.h"
#include "cli/help_annotations.h"
#include "cli/help_fields.h"
#include "cli/help_formulas.h"
#include "cli/help_methods.h"
#include "cli/verb.h"

#include "out/out_table.h"

#include <stdio.h>
#include <string.h>

static void add_overview(struct text_buffer *text)
{
    const struct verb *verb;
    text_add_string(text, "tidemark: how rights retreat or return, and what each figure rests "
                          "on\n\nusage: tidemark [-C DIR] VERB [options]\n\n");
    for (size_t i = 0; (verb = verb_at(i)); i++) {
        /* A longer name takes its room from the arguments'. */
        size_t length = strlen(verb->name), beyond = length > 8 ? length - 8 : 0;
        text_add_format(text, "  %-8s %-*s %s\n", verb->name, (int)(19 - beyond), verb->arguments,
                        verb->summary);
    }
    text_add_string(text, "\n`tidemark help VERB` shows a verb's options, `tidemark help "
                          "methods` what rules\ncan do. Start with: tidemark score\n");
}

static void add_sub_verbs(struct text_buffer *text)
{
    const struct cmd_scenario_verb *verb;
    for (size_t i = 0; (verb = cmd_scenario_at(i)); i++)
        text_add_format(text, "  %s%s%s: %s\n", verb->name, *verb->arguments ? " " : "",
                        verb->arguments, verb->summary);
    text_add_string(text, "\n");
}

static void add_verb(const struct verb *verb, struct text_buffer *text)
{
    text_add_format(text, "tidemark %s%s%s: %s\n", verb->name, *verb->arguments ? " " : "",
                    verb->arguments, verb->summary);
    if (verb->details) {
        text_add_string(text, "\n");
        out_table_wrapped(text, verb->details, 80, 0);
    }
    text_add_string(text, "\n");
    if (verb->run == cmd_scenario)
        add_sub_verbs(text);
    opt_help(verb->groups, text);
    if (verb->run == cmd_scenario) {
        text_add_string(text, "\n");
        help_fields_list(HELP_FIELDS_SCENARIO, text);
    }
}

/* The method of a name with or without "tide.", METHOD_COUNT when none. */
static enum method_id find_method(const char *name)
{
    return method_named(text_of(strncmp(name, "tide.", 5) == 0 ? name + 5 : name));
}

static void say_unknown(const char *name)
{
    struct err err;
    char text[1024];
    const char *known[METHOD_COUNT + 64];
    size_t count = 0;
    for (const struct verb *verb; count < 32 && (verb = verb_at(count)); count++)
        known[count] = verb->name;
    for (int id = 0; id < METHOD_COUNT; id++)
        known[count++] = method_at((enum method_id)id)->name;
    const char *function;
    for (size_t i = 0; i < 32 && (function = help_formulas_name(i)); i++)
        known[count++] = function;
    size_t near = text_nearest(text_of(name), known, count);
    err_set(&err, ERR_VERB_UNKNOWN, "there is no verb, method or function \"%s\"", name);
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean `tidemark help %s`?", known[near]);
    else
        err_hint(&err, "`tidemark help` lists the verbs, `tidemark help methods` the methods, "
                       "`tidemark help formulas` the functions");
    err_print(&err, false, text, sizeof text);
    fputs(text, stderr);
}

/* A method, a function of formulas, or both: tide.mean is either. */
static void add_named(const char *name, struct text_buffer *text)
{
    struct text_buffer function = {0};
    enum method_id method = find_method(name);
    bool called = help_formulas_one(name, &function);
    if (method != METHOD_COUNT)
        help_methods_one(method, text);
    if (called && method != METHOD_COUNT)
        text_add_string(text, "\n");
    if (called)
        text_add_string(text, function.bytes ? function.bytes : "");
    else if (method == METHOD_COUNT)
        say_unknown(name);
    text->failed = text->failed || function.failed;
    text_buffer_free(&function);
}

static void list_rule(struct text_buffer *text)
{
    help_fields_list(HELP_FIELDS_RULE, text);
}

static void page_rule(struct text_buffer *text)
{
    help_fields_markdown(HELP_FIELDS_RULE, text);
}

static void list_lever(struct text_buffer *text)
{
    help_fields_list(HELP_FIELDS_LEVER, text);
}

static void page_lever(struct text_buffer *text)
{
    help_fields_markdown(HELP_FIELDS_LEVER, text);
}

static void page_scenario(struct text_buffer *text)
{
    help_fields_markdown(HELP_FIELDS_SCENARIO, text);
}

/* What is explained beside verbs, methods and functions. list NULL: the verb of that name says it.
 * markdown is as the pages hold it, NULL: they do not. */
static const struct topic {
    const char *name;
    void (*list)(struct text_buffer *text);
    void (*markdown)(struct text_buffer *text);
} topics[] = {
    {"methods", help_methods_list, help_methods_markdown},
    {"formulas", help_formulas_list, help_formulas_markdown},
    {"rule", list_rule, page_rule},
    {"lever", list_lever, page_lever},
    {"scenario", NULL, page_scenario},
    {"annotations", help_annotations, NULL},
};
enum { TOPICS = sizeof topics / sizeof *topics };

static const struct topic *find_topic(const char *name)
{
    for (size_t i = 0; name && i < TOPICS; i++)
        if (strcmp(topics[i].name, name) == 0)
            return &topics[i];
    return NULL;
}

/* --format is for the topics that pages hold: the other texts have one form. */
static bool choose_markdown(const struct opt *opt, const struct topic *topic, bool *markdown)
{
    struct err err;
    char text[1024];
    const char *format = opt->format;
    bool pages = topic && topic->markdown;
    *markdown = format && strcmp(format, "md") == 0;
    if (!format || opt->help || (pages && (*markdown || strcmp(format, "table") == 0)))
        return true;
    err_set(&err, ERR_OPTION_VALUE,
            "--format %s: help has `tidemark help methods --format md` only, and the same of "
            "formulas, rule, lever, scenario",
            format);
    err_print(&err, false, text, sizeof text);
    fputs(text, stderr);
    return false;
}

static enum err_status print(struct text_buffer *text)
{
    enum err_status status = text->failed || !text->bytes ? ERR_MACHINE : ERR_NONE;
    if (status == ERR_NONE)
        fputs(text->bytes, stdout);
    else
        fputs("error: out of memory: the help is not complete  [E0701]\n", stderr);
    text_buffer_free(text);
    return status;
}

enum err_status cmd_help(const struct opt *opt)
{
    struct text_buffer text = {0};
    bool asked = opt->argument_count > 0 && !opt->help, markdown = false;
    const char *name = asked ? opt->arguments[0] : opt->help ? opt->verb : NULL;
    const struct verb *verb = name ? verb_find(name) : NULL;
    const struct topic *topic = asked ? find_topic(name) : NULL;
    if (!choose_markdown(opt, topic, &markdown))
        return ERR_USAGE;
    if (topic && markdown)
        topic->markdown(&text);
    else if (verb)
        add_verb(verb, &text);
    else if (topic)
        topic->list(&text);
    else if (asked)
        add_named(name, &text);
    else
        add_overview(&text);
    if (asked && !text.bytes && !text.failed)
        return ERR_USAGE;
    return print(&text);
}
