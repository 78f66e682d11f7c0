/* What differs between two texts, as `diff -u` shows it and `patch` reads it. */
#ifndef TIDEMARK_BASE_UNIFIED_H
#define TIDEMARK_BASE_UNIFIED_H

#include "base/text.h"

/* Adds the lines from the first to the last that differ, with three around them, below the names
 * a/path and b/path; nothing when the texts are the same. Fit for texts that differ in one place;
 * takes linear time. */
void unified_add(struct text_buffer *out, const char *path, struct text before, struct text after);

#endif
