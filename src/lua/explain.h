/* Lua's messages made useful: where in the line, and what to do. Pure functions on text. */
#ifndef TIDEMARK_LUA_EXPLAIN_H
#define TIDEMARK_LUA_EXPLAIN_H

#include "base/err.h"
#include "base/text.h"

#include <stdint.h>

/* Line number line of source (from 1) without its end, absent when there is none. */
struct text explain_line(struct text source, uint32_t line);

/* The first occurrence of word in line from at on, whole where it begins or ends like a name;
 * SIZE_MAX if there is none. */
size_t explain_find(struct text line, struct text word, size_t at);

/* The place of a message about line (a slice that outlives err): the column of the word the
 * message quotes, if that word stands exactly once in the line, else the line from its first
 * character on. A message that names another line as its own is placed there; where the source ends
 * too soon, it is the end of its last line with text. file NULL or line 0 give a place with just
 * those. */
struct err_place explain_place(const char *file, struct text source, uint32_t line,
                               const char *message);

/* Cuts off what Lua says of a thing that has no name. */
void explain_trim(char *message);

/* The message in an analyst's words where Lua's are those of an engine; else the message itself. */
const char *explain_sentence(const char *message);

/* Adds why a function of a rule is not followed: "line 14 joins a figure to a text". file is NULL
 * for the rule's own; line 0: none is known. message is what the line does, or with does false
 * Lua's message from following it over figures. Text from scripts is made fit for a terminal. */
void explain_untraced(struct text_buffer *out, const char *file, uint32_t line, bool does,
                      struct text message);

#endif
