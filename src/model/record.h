/* What somebody records of a country or a source, put where it belongs into a file of the
 * project. Nothing is written here: the outcome is an edit of the file (yaml/edit.h). */
#ifndef TIDEMARK_MODEL_RECORD_H
#define TIDEMARK_MODEL_RECORD_H

#include "model/codebook.h"
#include "yaml/edit.h"

enum { RECORD_FIELDS_MAX = 16 };

/* The fields of what is recorded, in the order in which they are to stand. Zero-initialise. */
struct record {
    const char *names[RECORD_FIELDS_MAX];
    struct edit_value values[RECORD_FIELDS_MAX];
    size_t count;
};

/* Each adds a field unless text is NULL: a text in quotes where it needs them; a number, date or id
 * as it is; a list of texts apart at commas, in arena, which is a text where it has one item and
 * single is set. A list fails without memory: false. */
void record_text(struct record *record, const char *name, const char *text);
void record_plain(struct record *record, const char *name, const char *text);
bool record_list(struct arena *arena, struct record *record, const char *name, const char *text,
                 bool single);
void record_value(struct record *record, const char *name, struct edit_value value);

/* The whole as a mapping; it refers to the record. */
struct edit_value record_mapping(const struct record *record);

/* Each works out the edit of a file's tree and is edit_make otherwise.
 *   observation  below observations, the indicator: in date order where the list is, else behind
 *                the last of the same series (or coded by hand) that is not later; a list that is
 *                not there is made, in the order of the codebook
 *   event        below events, in date order where the list is, else at its end
 *   source       at the end of the list of sources
 *   withdrawal   a field `retracted` of the observation or event that begins on a line: of_event,
 *                or of an indicator. Refused where more than one of them begins there */
bool record_observation(struct arena *arena, const struct tree *tree,
                        const struct codebook *codebook, const char *indicator,
                        const struct record *record, struct edit_done *done, struct err *err);
bool record_event(struct arena *arena, const struct tree *tree, const struct record *record,
                  struct edit_done *done, struct err *err);
bool record_source(struct arena *arena, const struct tree *tree, const struct record *record,
                   struct edit_done *done, struct err *err);
bool record_withdrawal(struct arena *arena, const struct tree *tree, const char *indicator,
                       uint32_t line, const char *on, const char *why, struct edit_done *done,
                       struct err *err);

#endif
