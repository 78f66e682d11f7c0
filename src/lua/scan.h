/* Which lines of a script do what running it over symbolic values cannot see. Pure functions on
 * text. */
#ifndef TIDEMARK_LUA_SCAN_H
#define TIDEMARK_LUA_SCAN_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many lines a script has: at least 1. */
size_t scan_line_count(struct text source);

/* What a line holds, outside comments and texts:
 *
 *   HIDDEN  ==, ~=, and, or, not, until; a condition of if, elseif or while without < or >; t[x]
 *           where x is neither a literal nor what a loop counts and t not the one parameter of the
 *           function; pcall. A figure is then taken for what it is as a
 *           thing (a userdata, always true, equal to itself only), not for its number.
 *   NIL     a comparison with nil, on either side. */
enum scan_mark { SCAN_HIDDEN = 1, SCAN_NIL = 2 };

/* Sets marks[i] for line i + 1 of source, which has count lines. Source need not be valid Lua. */
void scan_lines(struct text source, uint8_t *marks, size_t count);

#endif
