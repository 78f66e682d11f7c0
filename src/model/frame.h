/* Stored frames: the figures that stages took from the data once, so that later data never move old
 * scores (semantics.md A5). indicators/frames/NAME.yaml. */
#ifndef TIDEMARK_MODEL_FRAME_H
#define TIDEMARK_MODEL_FRAME_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stddef.h>

struct map;

/* The figures of one frame for one class; class_name is "" where all rows are one. labels say what
 * each figure is ("minimum", or whose weight). absent are the figures that need not be written, NaN
 * for those that must; NULL: all must. remark is a line above it for people. Neither is read
 * back. */
struct frame_entry {
    const char *name; /* "normalise/le" */
    const char *class_name;
    const char *const *labels;
    const double *figures;
    size_t count;
    const double *absent;
    const char *remark;
};

/* periods and countries say what the figures were taken from, command how; for people. file,
 * sha256 and places (entries by name and class, NULL: they are looked through) are set by
 * frame_load. */
struct frame {
    const char *name;
    const char *rule;
    const char *periods;
    size_t countries;
    const char *command;
    const struct frame_entry *entries;
    size_t entry_count;
    const char *file;
    const char *sha256;
    const struct map *places;
};

/* Whether a text may name a frame: a-z, 0-9 and _, at least one. */
bool frame_is_name(struct text name);

/* "indicators/frames/NAME.yaml" in arena, NULL without memory. */
const char *frame_file(struct arena *arena, const char *name);

/* Reads indicators/frames/NAME.yaml under root; NULL after problems, which go to list. */
const struct frame *frame_load(struct arena *arena, const char *root, const char *name,
                               struct err_list *list);

/* The first entry of a frame's figures, of any class; NULL when it has none. */
const struct frame_entry *frame_find(const struct frame *frame, const char *name);

/* The entry for a class; NULL when it has none. Scratch comes from arena and is given
 * back; without memory *failed. */
const struct frame_entry *frame_find_class(const struct frame *frame, const char *name,
                                           const char *class_name, struct arena *arena,
                                           bool *failed);

/* The figures of an entry by the labels wanted, into figures[count]; what is not there is as absent
 * (likewise) says. False, with figures untouched where it was not found, when the entry lacks one
 * that must be there, or has one that is not wanted. */
bool frame_figures(const struct frame_entry *entry, const char *const *labels, const double *absent,
                   size_t count, double *figures);

/* How many figures of an entry the file has. */
size_t frame_written(const struct frame_entry *entry);

/* The file's text: what frame_load reads back to the same bits. False without memory. */
bool frame_print(const struct frame *frame, struct text_buffer *out);

#endif
