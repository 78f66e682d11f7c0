/* What people read of the functions of formulas. */
#ifndef TIDEMARK_LUA_TIDE_HELP_H
#define TIDEMARK_LUA_TIDE_HELP_H

#include <stddef.h>

/* "mean", " { c.a, c.b }" as it stands behind the name, "mean of what is there". */
struct tide_help {
    const char *name;
    const char *arguments;
    const char *gives;
};

/* Every function that tide.c gives formulas, in the order of help; NULL past the end. */
const struct tide_help *tide_help_at(size_t index);

#endif
