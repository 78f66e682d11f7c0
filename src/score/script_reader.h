/* Reading what a script returned, for all kinds of files: problems with their place, names with
 * "did you mean", values in a few words. */
#ifndef TIDEMARK_SCORE_SCRIPT_READER_H
#define TIDEMARK_SCORE_SCRIPT_READER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/value.h"

/* file and source are the script's, for places. call is the line of a call whose options are being
 * read, where problems are then looked for; 0: in the whole script. option is the code of a field
 * that does not exist, value that of one with a value that does not fit. */
struct script_reader {
    struct arena *arena;
    struct err_list *list;
    const char *file;
    struct text source;
    uint32_t call;
    enum err_code option;
    enum err_code value;
};

/* Adds an error, a warning at the place of the option path (script_place); hint NULL: none. */
void script_reader_error(struct script_reader *reader, enum err_code code, const char *path,
                         const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void script_reader_warning(struct script_reader *reader, enum err_code code, const char *path,
                           const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Adds err as it is, at the place of path unless it has one. */
void script_reader_add(struct script_reader *reader, struct err *err, const char *path);

/* Zeroed memory, and a copy of a text, from the arena. Without memory: NULL, and ""; the list then
 * says so, and nothing comes of the script. */
void *script_reader_alloc(struct script_reader *reader, size_t count, size_t size);
const char *script_reader_text(struct script_reader *reader, struct text text);

/* What arena_printf made, or "" where it had no memory: then the list says so. */
const char *script_reader_kept(struct script_reader *reader, const char *made);

/* path with a part added ("missing.need" + "pillar"), with a text that stands in that table ("of" +
 * "aid" as `of."aid"`), or with an item of a list ("mix" + 2 as `mix[2]`). */
const char *script_reader_path(struct script_reader *reader, const char *path, struct text part);
const char *script_reader_quoted(struct script_reader *reader, const char *path, struct text part);
const char *script_reader_item(struct script_reader *reader, const char *path, size_t index);

/* "did you mean x?" for a word near one of known, else, where they are few, "WHAT a, b, c"; NULL
 * else. what NULL: only what is near. */
const char *script_reader_near(struct script_reader *reader, struct text word, const char *what,
                               const char *const *known, size_t count);

/* Refuses every key of table that is not among known, with "did you mean". path "" is the script's
 * own table; what names the table ("a rule", "missing"). Keys of tide's own ("@") pass. */
void script_reader_keys(struct script_reader *reader, const struct value *table, const char *path,
                        const char *what, const char *const *known, size_t count);

/* A finite number; false after an error that says what was expected ("a number above 0"). */
bool script_reader_number(struct script_reader *reader, const struct value *value, const char *path,
                          const char *expected, double *number);

/* Two finite numbers, the lower first, as numbers[0] and [1]; false after an error. */
bool script_reader_pair(struct script_reader *reader, const struct value *value, const char *path,
                        const char *hint, double numbers[2]);

/* A value in a few words for messages: `the text "public"`, `a function`, `the number 3`. */
const char *script_reader_shown(struct script_reader *reader, const struct value *value);

#endif
