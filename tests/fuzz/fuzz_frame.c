/* Any bytes as a stored frame. What loads is found again by its names and classes, prints, and what
 * is printed reads back to the same bits. */
#include "model/frame.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A folder with indicators/frames in it. */
static void start(char root[64])
{
    char path[128];
    snprintf(root, 64, "%s/tidemark-fuzz-XXXXXX", P_tmpdir);
    if (!mkdtemp(root))
        abort();
    snprintf(path, sizeof path, "%s/indicators", root);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/indicators/frames", root);
    mkdir(path, 0700);
}

static void stop(const char *root)
{
    static const char *const parts[] = {"/indicators/frames/base.yaml", "/indicators/frames",
                                        "/indicators", ""};
    char path[128];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(path, sizeof path, "%s%s", root, parts[i]);
        remove(path);
    }
}

static const struct frame *load(struct arena *arena, const char *root, const void *bytes,
                                size_t length)
{
    char path[128];
    struct err_list problems;
    snprintf(path, sizeof path, "%s/indicators/frames/base.yaml", root);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length)
        abort();
    fclose(file);
    err_list_init(&problems);
    const struct frame *frame = frame_load(arena, root, "base", &problems);
    if (!frame && problems.errors == 0) {
        fprintf(stderr, "it is refused without a word\n");
        abort();
    }
    err_list_free(&problems);
    return frame;
}

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void compare(struct arena *arena, const struct frame *a, const struct frame *b)
{
    bool failed = false;
    check(b != NULL, "what was printed is refused");
    check(a->entry_count == b->entry_count, "it has other entries");
    for (size_t i = 0; i < a->entry_count; i++) {
        const struct frame_entry *x = &a->entries[i];
        const struct frame_entry *y = frame_find_class(b, x->name, x->class_name, arena, &failed);
        check(y && frame_find(b, x->name), "an entry is not found");
        check(x->count == y->count, "it has other figures");
        for (size_t k = 0; k < x->count; k++) {
            bool missing = isnan(x->figures[k]) && isnan(y->figures[k]);
            check(strcmp(x->labels[k], y->labels[k]) == 0, "a figure is called otherwise");
            check(missing || memcmp(&x->figures[k], &y->figures[k], sizeof(double)) == 0,
                  "a figure has other bits");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char root[64];
    struct text_buffer out = {0};
    struct arena *arena = arena_new();
    if (!arena)
        return 0;
    start(root);
    const struct frame *frame = load(arena, root, data, size);
    if (frame && frame_print(frame, &out))
        compare(arena, frame, load(arena, root, out.bytes, out.length));
    stop(root);
    text_buffer_free(&out);
    arena_free(arena);
    return 0;
}
