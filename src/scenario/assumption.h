/* Reading what lever and scenario files share: judged magnitudes, time, effects, factors, causes.
 * Each function takes the path of what it reads, for messages; what is wrong goes to the reader's
 * list. */
#ifndef TIDEMARK_SCENARIO_ASSUMPTION_H
#define TIDEMARK_SCENARIO_ASSUMPTION_H

#include "scenario/field.h"
#include "scenario/lever.h"
#include "score/script_reader.h"

/* levers are those that can be named; while they are being read, their ids are there already.
 * half_life_months is of effects that have none of their own, INFINITY: they stay. incomplete: some
 * levers could not be read, so that nothing is said against who names one that is not here. */
struct assumption_reader {
    struct script_reader script;
    const struct project *project;
    const struct levers *levers;
    double half_life_months;
    bool incomplete;
};

/* Whether value is a table; false after an error that says what was expected instead. */
bool assumption_table(struct assumption_reader *reader, const struct value *value, const char *path,
                      const char *expected);

/* How many tables a list has; 0 after an error, also where it has none. */
size_t assumption_list(struct assumption_reader *reader, const struct value *value,
                       const char *path);

/* path with a field added. */
const char *assumption_path(struct assumption_reader *reader, const char *path, const char *field);

/* Whether a file's table can be what is wanted: with fields of another kind of file, and none of
 * its own, it is that one, and an error says so. */
bool assumption_kind(struct assumption_reader *reader, const struct value *table,
                     enum field_table wanted);

/* Refuses fields that the table has not, and says which are lacking. */
void assumption_fields(struct assumption_reader *reader, const struct value *table,
                       const char *path, enum field_table fields);

/* The text of a field that is there and no other; fallback where it is not there or wrong. */
const char *assumption_text(struct assumption_reader *reader, const struct value *table,
                            const char *path, const char *field, const char *fallback);

/* Says that an assumption has no `because`, at path. what names it. */
void assumption_unfounded(struct assumption_reader *reader, const char *path, const char *what);

/* A number, or { low, likely, high } in this order; with options the table may have named fields,
 * which others read. False after an error. */
bool assumption_judged(struct assumption_reader *reader, const struct value *value,
                       const char *path, bool options, struct judged *judged);

/* A number from 0 to 1, of a chance or weight. False after an error. */
bool assumption_share(struct assumption_reader *reader, const struct value *value, const char *path,
                      double *share);

/* The months of a duration. False after an error. */
bool assumption_months(struct assumption_reader *reader, const struct value *value,
                       const char *path, double *months);

/* The months of `half_life`, where the table has it. */
void assumption_half_life(struct assumption_reader *reader, const struct value *table,
                          const char *path, double *months);

/* lag, ramp, half_life and fade of a table, with half_life_months where it names none. */
struct lever_time assumption_time(struct assumption_reader *reader, const struct value *table,
                                  const char *path, double half_life_months);

/* A date, written as a text or a year. False after an error. */
bool assumption_date(struct assumption_reader *reader, const struct value *value, const char *path,
                     struct date *date);

/* The indicator, country, lever of a name; UINT32_MAX after an error with "did you mean". */
uint32_t assumption_name_indicator(struct assumption_reader *reader, const char *path,
                                   struct text id);
uint32_t assumption_name_country(struct assumption_reader *reader, const char *path,
                                 struct text id);
uint32_t assumption_name_lever(struct assumption_reader *reader, const char *path, struct text id);

/* A judged chance for each country, or one for all, into chance [country]; NaN where there is none.
 */
void assumption_chances(struct assumption_reader *reader, const struct value *value,
                        const char *path, double *chance);

/* Effects by indicator. NULL where there is none, count 0. */
const struct lever_effect *assumption_effects(struct assumption_reader *reader,
                                              const struct value *value, const char *path,
                                              size_t *count);

/* What each raised lever's chance is raised by. */
const struct lever_raise *assumption_raises(struct assumption_reader *reader,
                                            const struct value *value, const char *path,
                                            size_t *count);

/* A factor on all, or factors by indicator, lever, or the word raises. */
const struct lever_scale *assumption_scales(struct assumption_reader *reader,
                                            const struct value *value, const char *path,
                                            size_t *count);

/* One cause or a list of them. A name that is no lever is a step's, unless it is written as ids of
 * levers are: then there is an error. */
const struct lever_cause *assumption_name_causes(struct assumption_reader *reader,
                                                 const struct value *value, const char *path,
                                                 size_t *count);

/* Whether weights of alternatives add up to 1; else an error. */
void assumption_weights(struct assumption_reader *reader, const char *path, double sum);

/* Says that a size goes beyond the indicator's scale: a shift by more than its width, a value
 * outside its ends. */
void assumption_within(struct assumption_reader *reader, const char *path, uint32_t indicator,
                       const struct judged *size, bool shift);

#endif
