#include "cli/cmd.h"
#include "cli/verb.h"

#include "out/out_table.h"

#include <stdio.h>

static void add_overview(struct text_buffer *text)
{
    const struct verb *verb;
    text_add_string(text, "tidemark: how rights retreat or return, and what each figure rests "
                          "on\n\nusage: tidemark [-C DIR] VERB [options]\n\n");
    for (size_t i = 0; (verb = verb_at(i)); i++)
        text_add_format(text, "  %-8s %-18s %s\n", verb->name, verb->arguments, verb->summary);
    text_add_string(text, "\n`tidemark help VERB` shows a verb's options. "
                          "Start with: tidemark score\n");
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
    opt_help(verb->groups, text);
}

enum err_status cmd_help(const struct opt *opt)
{
    struct text_buffer text = {0};
    bool asked = opt->argument_count > 0 && !opt->help;
    const char *name = asked ? opt->arguments[0] : opt->help ? opt->verb : NULL;
    const struct verb *verb = name ? verb_find(name) : NULL;
    enum err_status status = ERR_NONE;
    if (asked && !verb) {
        fprintf(stderr, "error: there is no verb \"%s\"\n", name);
        status = ERR_USAGE;
    }
    if (verb)
        add_verb(verb, &text);
    else
        add_overview(&text);
    if (text.failed || !text.bytes)
        status = ERR_MACHINE;
    else
        fputs(text.bytes, asked && !verb ? stderr : stdout);
    text_buffer_free(&text);
    return status;
}
