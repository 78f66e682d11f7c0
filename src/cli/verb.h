/* The verbs: one row each, one cmd_*.c file each. */
#ifndef TIDEMARK_CLI_VERB_H
#define TIDEMARK_CLI_VERB_H

#include "cli/opt.h"
#include "base/err.h"

#include <stddef.h>

/* Runs a verb and returns the status the process ends with; all is said when it returns. */
struct verb {
    const char *name;
    const char *arguments; /* for usage: "COUNTRY [ITEM]" */
    const char *summary;   /* one line */
    const char *details;   /* paragraphs for `help VERB`; NULL when the summary says it all */
    unsigned groups;       /* enum opt_group */
    enum err_status (*run)(const struct opt *opt);
};

/* The verb of that name, NULL when there is none; verb_at walks them in the order of help. */
const struct verb *verb_find(const char *name);
const struct verb *verb_at(size_t index);

#endif
