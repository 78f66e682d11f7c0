/* What the readers of a rule's options share: problems with their place, names with "did you
 * mean". */
#ifndef TIDEMARK_SCORE_RULE_READER_H
#define TIDEMARK_SCORE_RULE_READER_H

#include "score/rule.h"

/* A function that is to give a node its value, with the option it stands at. */
struct rule_function {
    const struct value *value;
    const char *path;
};

/* host may be NULL. functions: [node], and at node_count that of the index, value NULL where a
 * method combines. eligible: [node], known once `values` is read. over is the rule's own `over`,
 * not given where it has none. */
struct rule_reader {
    struct arena *arena;
    struct rule *rule;
    const struct codebook *codebook;
    const struct rule_host *host;
    struct text source;
    struct err_list *list;
    struct rule_function *functions;
    bool *eligible;
    struct rule_setting over;
};

/* Adds an error, a warning at the place of the option path (rule_place); hint NULL: none. */
void rule_reader_error(struct rule_reader *reader, enum err_code code, const char *path,
                       const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void rule_reader_warning(struct rule_reader *reader, enum err_code code, const char *path,
                         const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Adds err as it is, at the place of path unless it has one. */
void rule_reader_add(struct rule_reader *reader, struct err *err, const char *path);

/* Zeroed memory, and a copy of a text, from the arena. Without memory: NULL, and ""; the list then
 * says so, and no rule comes of it. */
void *rule_reader_alloc(struct rule_reader *reader, size_t count, size_t size);
const char *rule_reader_text(struct rule_reader *reader, struct text text);

/* What arena_printf made, or "" where it had no memory: then the list says so. */
const char *rule_reader_kept(struct rule_reader *reader, const char *made);

/* path with a part added ("missing.need" + "pillar"), or with a text that stands in that table
 * ("of" + "aid" as `of."aid"`). */
const char *rule_reader_path(struct rule_reader *reader, const char *path, struct text part);
const char *rule_reader_quoted(struct rule_reader *reader, const char *path, struct text part);

/* "did you mean x?" for a word near one of known, else, where they are few, "WHAT a, b, c"; NULL
 * else. what NULL: only what is near. */
const char *rule_reader_near(struct rule_reader *reader, struct text word, const char *what,
                             const char *const *known, size_t count);

/* Refuses every key of table that is not among known, with "did you mean". path "" is the rule
 * itself; what names the table ("the rule", "missing"). Keys of tide's own ("@") pass. */
void rule_reader_keys(struct rule_reader *reader, const struct value *table, const char *path,
                      const char *what, const char *const *known, size_t count);

/* The node an id names; CODEBOOK_NONE after an error with "did you mean". path is where the id
 * stands. */
uint32_t rule_reader_node(struct rule_reader *reader, const char *path, struct text id);

/* A table that maps ids of the codebook to something. words are keys beside the ids, which someone
 * else reads; example is what a hint shows. */
typedef void rule_reader_entry(struct rule_reader *reader, void *context, const char *path,
                               uint32_t node, const struct value *value);
struct rule_reader_ids {
    const char *example;
    const char *const *words;
    size_t word_count;
    rule_reader_entry *each;
    void *context;
};

/* Calls each with every pair of such a table, after checking that it is one and that its keys are
 * ids of the codebook, or words. */
void rule_reader_by_id(struct rule_reader *reader, const struct value *table, const char *path,
                       const struct rule_reader_ids *ids);

/* A finite number; false after an error that says what was expected ("a number above 0"). */
bool rule_reader_number(struct rule_reader *reader, const struct value *value, const char *path,
                        const char *expected, double *number);

/* Two finite numbers, the lower first, as numbers[0] and [1]; false after an error. */
bool rule_reader_pair(struct rule_reader *reader, const struct value *value, const char *path,
                      const char *hint, double numbers[2]);

/* A value in a few words for messages: `the text "public"`, `a function`, `the number 3`. */
const char *rule_reader_shown(struct rule_reader *reader, const struct value *value);

#endif
