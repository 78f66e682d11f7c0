/* Linked before the program's own arena (--wrap), so that fail.c can make any allocation from an
 * arena fail, not only those for which the arena asks the system. */
#include "base/arena.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>

void *__real_arena_alloc(struct arena *arena, size_t count, size_t size);
void *__real_arena_grow(struct arena *arena, const void *old, size_t old_count, size_t new_count,
                        size_t size);
char *__real_arena_text(struct arena *arena, const char *text, size_t length);

void *__wrap_arena_alloc(struct arena *arena, size_t count, size_t size);
void *__wrap_arena_grow(struct arena *arena, const void *old, size_t old_count, size_t new_count,
                        size_t size);
char *__wrap_arena_text(struct arena *arena, const char *text, size_t length);
char *__wrap_arena_printf(struct arena *arena, const char *format, ...);

static bool fails(void)
{
    static bool (*fail_arena)(void);
    if (!fail_arena)
        *(void **)&fail_arena = dlsym(RTLD_DEFAULT, "fail_arena");
    return fail_arena && fail_arena();
}

/* The arena refuses what no machine has, and so knows of the failure too. */
void *__wrap_arena_alloc(struct arena *arena, size_t count, size_t size)
{
    return fails() ? __real_arena_alloc(arena, SIZE_MAX, SIZE_MAX)
                   : __real_arena_alloc(arena, count, size);
}

void *__wrap_arena_grow(struct arena *arena, const void *old, size_t old_count, size_t new_count,
                        size_t size)
{
    return fails() ? __real_arena_alloc(arena, SIZE_MAX, SIZE_MAX)
                   : __real_arena_grow(arena, old, old_count, new_count, size);
}

char *__wrap_arena_text(struct arena *arena, const char *text, size_t length)
{
    return fails() ? __real_arena_alloc(arena, SIZE_MAX, SIZE_MAX)
                   : __real_arena_text(arena, text, length);
}

char *__wrap_arena_printf(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = __wrap_arena_alloc(arena, (size_t)length + 1, 1);
    if (!text)
        return NULL;
    va_start(list, format);
    vsnprintf(text, (size_t)length + 1, format, list);
    va_end(list);
    return text;
}
