/* What the readers of a rule's options share: problems with their place, names with "did you
 * mean". */
#ifndef TIDEMARK_SCORE_RULE_READER_H
#define TIDEMARK_SCORE_RULE_READER_H

#include "score/rule.h"

struct rule_reader {
    struct arena *arena;
    struct rule *rule;
    const struct codebook *codebook;
    struct text source;
    struct err_list *list;
};

/* Adds an error, a warning at the place of the option path (rule_place); hint NULL: none. */
void rule_reader_error(struct rule_reader *reader, enum err_code code, const char *path,
                       const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void rule_reader_warning(struct rule_reader *reader, enum err_code code, const char *path,
                         const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* path with a part added ("missing.need" + "pillar"), in the arena; path itself without memory. */
const char *rule_reader_path(struct rule_reader *reader, const char *path, struct text part);

/* Refuses every key of table that is not among known, with "did you mean". path "" is the rule
 * itself; what names the table ("the rule", "missing"). Keys of tide's own ("@") pass. */
void rule_reader_keys(struct rule_reader *reader, const struct value *table, const char *path,
                      const char *what, const char *const *known, size_t count);

/* The node an id names; CODEBOOK_NONE after an error with "did you mean". path is where the id
 * stands. */
uint32_t rule_reader_node(struct rule_reader *reader, const char *path, struct text id);

/* Calls each with every pair of a table that maps ids to something, after checking that it is one
 * and that its keys are ids of the codebook. */
typedef void rule_reader_entry(struct rule_reader *reader, const char *path, uint32_t node,
                               const struct value *value);
void rule_reader_by_id(struct rule_reader *reader, const struct value *table, const char *path,
                       const char *example, rule_reader_entry *each);

/* A finite number; false after an error that says what was expected ("a number above 0"). */
bool rule_reader_number(struct rule_reader *reader, const struct value *value, const char *path,
                        const char *expected, double *number);

/* A value in a few words for messages: `the text "public"`, `a function`, `the number 3`. */
const char *rule_reader_shown(struct rule_reader *reader, const struct value *value);

#endif
