#include "cli/cmd_scenario.h"

#include "cli/cmd.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const struct cmd_scenario_verb verbs[] = {
    {"list", "", "the project's scenarios", 0, 0, cmd_scenario_list},
    {"levers", "[COUNTRY]", "what each lever would do alone, who acts", 0, SIZE_MAX,
     cmd_scenario_levers},
    {"run", "NAME [NAME]", "a scenario against its baseline", 1, SIZE_MAX, cmd_scenario_run},
    {"compare", "NAME NAME", "scenarios side by side", 2, SIZE_MAX, cmd_scenario_compare},
    {"explain", "NAME COUNTRY [ITEM]", "which assumption did what", 2, 3, cmd_scenario_explain},
    {"solve", "NAME", "the smallest change that reaches --target", 1, 1, cmd_scenario_solve},
    {"backtest", "NAME", "run from --as-known, beside what happened", 1, 1, cmd_scenario_backtest},
};

const struct cmd_scenario_verb *cmd_scenario_at(size_t index)
{
    return index < sizeof verbs / sizeof *verbs ? &verbs[index] : NULL;
}

const struct cmd_scenario_verb *cmd_scenario_find(const char *name)
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

static bool words_fit(struct session *session, const struct cmd_scenario_verb *verb, size_t count)
{
    struct err err;
    if (count >= verb->least && count <= verb->most)
        return true;
    if (count < verb->least)
        err_set(&err, ERR_ARGUMENT, "`tidemark scenario %s` wants more words: %s", verb->name,
                verb->arguments);
    else
        err_set(&err, ERR_ARGUMENT, "`tidemark scenario %s` takes fewer words: %s", verb->name,
                *verb->arguments ? verb->arguments : "none");
    err_hint(&err, "tidemark scenario list shows the scenarios");
    return session_fail(session, &err);
}

enum err_status cmd_scenario_begin(const struct opt *opt, const struct cmd_scenario_verb *verb,
                                   const char *const *words, size_t count)
{
    struct session session;
    if (session_open(&session, opt, false) && words_fit(&session, verb, count))
        verb->run(&session, words, count);
    return session_close(&session);
}

enum err_status cmd_scenario(const struct opt *opt)
{
    const char *name = opt->argument_count > 0 ? opt->arguments[0] : NULL;
    const struct cmd_scenario_verb *verb = name ? cmd_scenario_find(name) : NULL;
    return verb ? cmd_scenario_begin(opt, verb, opt->arguments + 1, opt->argument_count - 1)
                : refuse(name);
}
