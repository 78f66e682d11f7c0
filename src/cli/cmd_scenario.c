#include "cli/cmd_scenario.h"

#include "cli/cmd.h"

#include <stdio.h>
#include <string.h>

static const struct cmd_scenario_verb verbs[] = {
    {"list", "", "the project's scenarios", cmd_scenario_list},
    {"levers", "", "the project's levers: who acts, what they move", cmd_scenario_levers},
};

const struct cmd_scenario_verb *cmd_scenario_at(size_t index)
{
    return index < sizeof verbs / sizeof *verbs ? &verbs[index] : NULL;
}

static const struct cmd_scenario_verb *find(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

/* What is wrong with the word behind `scenario`, NULL: there is none. */
static enum err_status refuse(const char *name)
{
    struct err err;
    char text[2048];
    const char *names[sizeof verbs / sizeof *verbs];
    struct text_buffer all = {0};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        names[i] = verbs[i].name;
        text_add_format(&all, "%s%s", i ? ", " : "", names[i]);
    }
    if (name)
        err_set(&err, ERR_VERB_UNKNOWN, "there is no `tidemark scenario %s`", name);
    else
        err_set(&err, ERR_ARGUMENT, "`tidemark scenario` needs a word for what is to be done");
    size_t near =
        name ? text_nearest(text_of(name), names, sizeof names / sizeof *names) : SIZE_MAX;
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean `tidemark scenario %s`?", names[near]);
    else
        err_hint(&err, "there are %s", all.bytes ? all.bytes : "");
    text_buffer_free(&all);
    err_print(&err, false, text, sizeof text);
    fputs(text, stderr);
    return ERR_USAGE;
}

enum err_status cmd_scenario(const struct opt *opt)
{
    const char *name = opt->argument_count > 0 ? opt->arguments[0] : NULL;
    const struct cmd_scenario_verb *verb = name ? find(name) : NULL;
    if (!verb)
        return refuse(name);
    struct opt inner = *opt;
    inner.arguments++;
    inner.argument_count--;
    return verb->run(&inner);
}
