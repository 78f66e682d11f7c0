#include "cli/cmd.h"
#include "cli/verb.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static unsigned groups_of(const char *name)
{
    const struct verb *verb = verb_find(name);
    return verb ? verb->groups : 0;
}

static int fail(const struct err *err)
{
    char text[4096];
    err_print(err, false, text, sizeof text);
    fputs(text, stderr);
    return (int)err_status(err->code);
}

static int unknown_verb(const char *name)
{
    struct err err;
    const char *names[32];
    size_t count = 0;
    for (const struct verb *verb; count < 32 && (verb = verb_at(count)); count++)
        names[count] = verb->name;
    size_t near = text_nearest(text_of(name), names, count);
    err_set(&err, ERR_VERB_UNKNOWN, "there is no verb \"%s\"", name);
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean `tidemark %s`?", names[near]);
    else
        err_hint(&err, "tidemark help lists the verbs");
    return fail(&err);
}

static int run(int argc, char **argv)
{
    struct opt opt;
    struct err err;
    if (!opt_parse(argc, argv, groups_of, &opt, &err))
        return fail(&err);
    if (opt.version) {
        printf("tidemark %s\n", TIDEMARK_VERSION);
        return ERR_NONE;
    }
    const struct verb *verb = opt.verb ? verb_find(opt.verb) : NULL;
    if (opt.verb && !verb)
        return unknown_verb(opt.verb);
    if (!verb || opt.help)
        return cmd_help(&opt) == ERR_NONE && (verb || opt.help) ? ERR_NONE : ERR_USAGE;
    return (int)verb->run(&opt);
}

/* What was printed but could not be written is a failure, unless nobody reads it. */
static int finish(int status)
{
    struct err err;
    bool lost = fflush(stdout) != 0 || ferror(stdout);
    if (status != ERR_NONE || !lost || errno == EPIPE)
        return status;
    err_set(&err, ERR_FILE_WRITE, "cannot write the result: %s", strerror(errno));
    return fail(&err);
}

int main(int argc, char **argv)
{
    /* A reader that stops reading (head) must end the run quietly, not by a signal. */
    signal(SIGPIPE, SIG_IGN);
    return finish(run(argc, argv));
}
