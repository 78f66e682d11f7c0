/* Memory with one lifetime: everything is freed together. Not for sharing between threads. */
#ifndef TIDEMARK_BASE_ARENA_H
#define TIDEMARK_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new empty arena, or NULL without memory. The caller frees it with arena_free. */
struct arena *arena_new(void);

/* Frees the arena and all that was taken from it. NULL has no effect. */
void arena_free(struct arena *arena);

/* Moves all memory of another arena into this one, to be freed with it, and frees the other: what
 * was made apart, so that it could be given up alone, is kept. NULL has no effect. */
void arena_join(struct arena *arena, struct arena *other);

/* count × size zeroed bytes, aligned to 16; NULL without memory or when the product overflows.
 * A zero product gives a valid pointer that must not be read. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* An array of old_count items grown to new_count (new items zeroed); old may be NULL. The old array
 * stays valid. NULL without memory. */
void *arena_grow(struct arena *arena, const void *old, size_t old_count, size_t new_count,
                 size_t size);

/* A terminated copy of length bytes, NULL without memory. */
char *arena_text(struct arena *arena, const char *text, size_t length);

/* A terminated formatted text, NULL without memory. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether any of these ever gave NULL: what was built in the arena may lack a part. One check
 * before a result is shown sees what a function on the way has missed. */
bool arena_failed(const struct arena *arena);

/* Bytes taken from the system so far. */
size_t arena_size_bytes(const struct arena *arena);

/* A point to return to: arena_rewind gives back what was taken since, keeping the blocks for
 * reuse. */
struct arena_mark {
    void *block;
    size_t used;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

#endif
