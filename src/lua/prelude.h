/* The Lua files of src/lua/prelude, made into C by the Makefile and compiled in. */
#ifndef TIDEMARK_LUA_PRELUDE_H
#define TIDEMARK_LUA_PRELUDE_H

#include <stddef.h>

/* One file: name without .lua, and its text (length bytes, a NUL after them). */
struct prelude_file {
    const char *name;
    const char *text;
    size_t length;
};

/* In bytewise order of names. */
extern const struct prelude_file prelude_files[];
extern const size_t prelude_count;

#endif
