/* One method of a rule with its options, read by its row in the table of methods. */
#ifndef TIDEMARK_SCORE_RULE_METHOD_H
#define TIDEMARK_SCORE_RULE_METHOD_H

#include "score/rule_reader.h"

/* Whether a value is what a function of tide made: a table with "@". */
bool rule_method_is(const struct value *value);

/* Reads a method that may stand in a stage. False, with *method as it was, after errors: a
 * function, a method that is unknown or of another stage, an option that is unknown, unfit or
 * lacking. */
bool rule_method_read(struct rule_reader *reader, const struct value *value, const char *path,
                      enum method_stage stage, struct rule_method *method);

/* Reads one option by its row. False, with *setting as it was, after an error. */
bool rule_method_option(struct rule_reader *reader, const struct method_option *option,
                        const struct value *value, const char *path, struct rule_setting *setting);

/* Reads whose values make a frame: "all", "period", "country", a classification of the project's
 * countries, or a list of these. False, with *setting as it was, after an error. */
bool rule_method_over(struct rule_reader *reader, const struct value *value, const char *path,
                      struct rule_setting *setting);

/* Whether a name is one of these; false after an error that says which option names it, at place,
 * or where it is NULL at path. */
bool rule_method_frame_named(struct rule_reader *reader, struct text name, const char *option,
                             const char *path, const struct err_place *place);

/* Gives a method that takes figures from a frame, and does not say which, the rule's own. */
void rule_method_frame(struct rule_method *method, const struct rule_setting *over);

#endif
