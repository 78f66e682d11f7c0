/* Any bytes as an archive. What is read has names that stay below a folder, each once, and bytes
 * within what was given; written again, it is read as the same files. */
#include "base/archive.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *why, const char *name)
{
    fprintf(stderr, "%s: %s\n", name, why);
    abort();
}

static void check_files(const struct archive_file *files, size_t count, const char *bytes,
                        size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (!archive_is_name(files[i].name))
            fail("may not stand in an archive", files[i].name);
        if (files[i].bytes < bytes || files[i].bytes + files[i].length > bytes + size)
            fail("lies outside of what was given", files[i].name);
        for (size_t j = 0; j < i; j++)
            if (strcmp(files[i].name, files[j].name) == 0)
                fail("is there twice", files[i].name);
    }
}

static void compare(const struct archive_file *once, const struct archive_file *twice, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(once[i].name, twice[i].name) != 0 || once[i].length != twice[i].length ||
            memcmp(once[i].bytes, twice[i].bytes, once[i].length) != 0)
            fail("is another file when read again", once[i].name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err;
    struct arena *arena = arena_new();
    struct archive_file *once, *twice;
    struct text_buffer packed = {0};
    const char *bytes = (const char *)data;
    size_t count = arena ? archive_read(arena, "a", bytes, size, &once, &err) : SIZE_MAX;
    if (count != SIZE_MAX) {
        check_files(once, count, bytes, size);
        if (archive_write(once, count, &packed, &err)) {
            if (archive_read(arena, "a", packed.bytes, packed.length, &twice, &err) != count)
                fail("is another number of files when read again", "an archive");
            compare(once, twice, count);
        }
    }
    text_buffer_free(&packed);
    arena_free(arena);
    return 0;
}
