#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    ARENA_ALIGNMENT = 16,
    ARENA_FIRST_BYTES = 16 * 1024,
    ARENA_LARGEST_BYTES = 1024 * 1024, /* of a block for several */
    ARENA_PAGE_BYTES = 4096,
    ARENA_HUGE_BYTES = 4 * 1024 * 1024,
};

struct block {
    struct block *next; /* the one after this, kept when rewound */
    size_t size;
    size_t used;
    _Alignas(ARENA_ALIGNMENT) char bytes[];
};

struct arena {
    struct block *first;
    struct block *current;
    size_t size_bytes;
    bool failed;
};

/* Memory that comes fresh from the system is met page by page, which for megabytes takes longer
 * than to fill it: the system may give large pages. Where it does not, nothing is lost. */
static void wish_large_pages(struct block *block)
{
    char *end = block->bytes + block->size;
    size_t before = ARENA_PAGE_BYTES - (uintptr_t)block->bytes % ARENA_PAGE_BYTES;
    size_t behind = (uintptr_t)end % ARENA_PAGE_BYTES;
    madvise(block->bytes + before, block->size - before - behind, MADV_HUGEPAGE);
}

/* A block of at least size bytes after the current one; blocks double so that few are needed. */
static struct block *block_add(struct arena *arena, size_t size)
{
    size_t wanted = arena->current ? arena->current->size * 2 : ARENA_FIRST_BYTES;
    if (wanted > ARENA_LARGEST_BYTES)
        wanted = ARENA_LARGEST_BYTES;
    if (wanted < size)
        wanted = size;
    if (wanted > SIZE_MAX - sizeof(struct block))
        return NULL;
    struct block *block = calloc(1, sizeof(struct block) + wanted);
    if (!block)
        return NULL;
    block->size = wanted;
    if (wanted >= ARENA_HUGE_BYTES)
        wish_large_pages(block);
    arena->size_bytes += sizeof(struct block) + wanted;
    if (arena->current) {
        block->next = arena->current->next;
        arena->current->next = block;
    } else {
        arena->first = block;
    }
    return block;
}

struct arena *arena_new(void)
{
    return calloc(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->first; block;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

void arena_join(struct arena *arena, struct arena *other)
{
    if (!other)
        return;
    if (other->first) {
        struct block *last = other->first;
        while (last->next)
            last = last->next;
        last->next = arena->first;
        arena->first = other->first;
        arena->current = arena->current ? arena->current : other->current;
    }
    arena->size_bytes += other->size_bytes;
    arena->failed = arena->failed || other->failed;
    free(other);
}

static bool block_fits(const struct block *block, size_t size)
{
    return block && block->size - block->used >= size;
}

static void *fail(struct arena *arena)
{
    arena->failed = true;
    return NULL;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - ARENA_ALIGNMENT)
        return fail(arena);
    bytes = (bytes + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    if (bytes == 0)
        bytes = ARENA_ALIGNMENT;
    if (!block_fits(arena->current, bytes)) {
        struct block *next = arena->current ? arena->current->next : arena->first;
        if (!block_fits(next, bytes))
            next = block_add(arena, bytes);
        if (!next)
            return fail(arena);
        arena->current = next;
    }
    void *memory = arena->current->bytes + arena->current->used;
    arena->current->used += bytes;
    return memory;
}

void *arena_grow(struct arena *arena, const void *old, size_t old_count, size_t new_count,
                 size_t size)
{
    void *memory = arena_alloc(arena, new_count, size);
    if (memory && old && old_count > 0)
        memcpy(memory, old, old_count * size);
    return memory;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return fail(arena);
    char *copy = arena_alloc(arena, length + 1, 1);
    if (copy && length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0)
        return fail(arena);
    char *text = arena_alloc(arena, (size_t)length + 1, 1);
    if (!text)
        return NULL;
    va_start(list, format);
    vsnprintf(text, (size_t)length + 1, format, list);
    va_end(list);
    return text;
}

bool arena_failed(const struct arena *arena)
{
    return arena->failed;
}

size_t arena_size_bytes(const struct arena *arena)
{
    return arena->size_bytes;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->current, arena->current ? arena->current->used : 0};
}

/* What is given back is zeroed here, so that arena_alloc need not zero fresh blocks a second time.
 */
void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    struct block *keep = mark.block ? mark.block : arena->first;
    if (!keep)
        return;
    size_t used = mark.block ? mark.used : 0;
    memset(keep->bytes + used, 0, keep->used - used);
    keep->used = used;
    for (struct block *block = keep->next; block; block = block->next) {
        memset(block->bytes, 0, block->used);
        block->used = 0;
    }
    arena->current = keep;
}
