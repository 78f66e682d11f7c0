/* Splices: what is added to the values before a break of a series so that they compare with those
 * after it (semantics.md A10, A11). */
#ifndef TIDEMARK_MODEL_SPLICE_H
#define TIDEMARK_MODEL_SPLICE_H

#include "model/source.h"

struct indicator;
struct load;
struct observation;
struct project;
struct read;

/* series: "rsf.score", NULL where the source has one series only. add is in the series' own units,
 * after an edition's scale was turned. recorded: the day it was decided, the first day of the break
 * unless it says so. */
struct splice {
    const char *series;
    double add;
    const char *because;
    int32_t recorded;
    struct err_place place;
};

/* Reads {add, because, series, recorded}, or a list of these, into a break whose first day is
 * known.
 */
void splice_read(const struct read *read, uint32_t node, struct source_break *out);

/* The splice of a series over a break, known by a day; NULL when there is none, or no series. */
const struct splice *splice_of(const struct source_break *at, const char *series, int32_t as_known);

/* The break that the n-th splice (from 0) of a value of a day leads over, with the splice; NULL
 * when there are not so many. A break without a splice ends the chain. */
const struct source_break *splice_next(const struct sources *sources, uint32_t source,
                                       const char *series, int32_t day, int32_t as_known, size_t n,
                                       const struct splice **splice);

/* Brings a published value over the splices that follow it: value, low, high and spliced. */
void splice_apply(const struct sources *sources, const struct indicator *indicator,
                  int32_t as_known, struct observation *made);

/* Adds a problem for each splice that does not say which of several series it is of, or names one
 * that feeds nothing. */
void splice_check(const struct load *load, const struct project *project);

#endif
