/* What the name of a column of a bulk file says of it. Names are compared folded: letters of ASCII
 * small, every run of other characters but bytes of UTF-8 one underscore ("Country Name" and
 * country_name are the same, Q1.1 and Q11 are not). */
#ifndef TIDEMARK_MODEL_BULK_HINT_H
#define TIDEMARK_MODEL_BULK_HINT_H

#include "base/arena.h"
#include "base/text.h"

/* What may be looked for. An edition says when or as what a record was published. */
enum bulk_hint {
    BULK_HINT_COUNTRY,
    BULK_HINT_COUNTRY_NAME,
    BULK_HINT_PERIOD,
    BULK_HINT_EDITION,
    BULK_HINT_SERIES_NAMES,
    BULK_HINT_VALUE,
    BULK_HINT_GROUP,
    BULK_HINT_CODE,
};

/* The part of a figure that a column is, by the end of its name ("edi_codelow") or its whole name
 * ("stderr"). */
enum bulk_hint_part {
    BULK_HINT_FIGURE,
    BULK_HINT_LOW,
    BULK_HINT_HIGH,
    BULK_HINT_SE,
    BULK_HINT_SD,
};

/* The name folded, in arena; NULL without memory. */
const char *bulk_hint_fold(struct arena *arena, struct text name);

/* How well a folded name says that its column is what is looked for: 0 not at all, 100 as well as a
 * name can. A name that holds a telling word ("name_of_country") gets less than the word alone. */
int bulk_hint_score(enum bulk_hint hint, const char *folded);

/* The part that a folded name says, and in *stem what stands before it: a slice of folded, empty
 * when the part is the whole name. */
enum bulk_hint_part bulk_hint_part(const char *folded, struct text *stem);

/* Whether a field is a word that people write for missing ("n/a", "-", "NULL"), case of ASCII
 * ignored. Those that bulk files never need to list (NA, ., ..) are among them. */
bool bulk_hint_is_missing(struct text field);

/* Whether a folded name is what programs call a column that counts the records. */
bool bulk_hint_is_row(const char *folded);

/* Whether a number is one that stands for missing in many files: -99, 999 and the like. */
bool bulk_hint_is_odd(double number);

/* Whether an id is one of the World Bank's for groups of countries, which look like countries:
 * WLD, EUU, SSF. */
bool bulk_hint_is_aggregate(struct text id);

#endif
