/* What to do about an error of a script. Pure functions on text. */
#ifndef TIDEMARK_LUA_HINT_H
#define TIDEMARK_LUA_HINT_H

#include "base/err.h"
#include "base/text.h"

#include <stdint.h>

enum { HINT_BYTES = 320 };

/* Writes a hint for one of Lua's messages about a line (from 1; 0: not known) of source (absent:
 * not known) into out; out is empty when there is nothing to add. */
void hint_write(char out[HINT_BYTES], enum err_code code, const char *message, struct text source,
                uint32_t line);

#endif
