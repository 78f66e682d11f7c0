/* Stored frames: the figures that stages took from the data once, so that later data never move old
 * scores (semantics.md A5). indicators/frames/NAME.yaml. */
#ifndef TIDEMARK_MODEL_FRAME_H
#define TIDEMARK_MODEL_FRAME_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stddef.h>

/* The figures of one frame for one class; class is "" where all rows are one. */
struct frame_entry {
    const char *name; /* "normalise/le" */
    const char *class_name;
    const double *figures;
    size_t count;
};

/* periods and countries say what the figures were taken from, for people. */
struct frame {
    const char *name;
    const char *rule;
    const char *periods;
    size_t countries;
    const char *file;
    const struct frame_entry *entries;
    size_t entry_count;
};

/* Reads indicators/frames/NAME.yaml under root; NULL after problems, which go to list. */
const struct frame *frame_load(struct arena *arena, const char *root, const char *name,
                               struct err_list *list);

/* The figures of a frame for a class; NULL when it has none, or not count of them. */
const double *frame_figures(const struct frame *frame, const char *name, const char *class_name,
                            size_t count);

/* The file's text: what frame_load reads back to the same bits. False without memory. */
bool frame_print(const struct frame *frame, struct text_buffer *out);

#endif
