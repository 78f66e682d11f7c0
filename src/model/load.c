#include "model/load.h"

#include "base/file.h"
#include "base/hash.h"

#include <stdio.h>
#include <string.h>

enum { LOAD_SCRATCH_MAX_BYTES = 1024 * 1024 };

void *load_no_memory(struct load *load)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading the project");
    err_list_add(load->list, &err);
    return NULL;
}

bool load_grow(struct load *load, void **items, size_t count, size_t more, size_t *capacity,
               size_t size)
{
    if (count + more <= *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 16;
    if (wanted < count + more)
        wanted = count + more;
    void *grown = arena_grow(load->arena, *items, count, wanted, size);
    if (!grown) {
        load_no_memory(load);
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

const char *load_shown(struct load *load, const char *path)
{
    if (strcmp(load->root, ".") == 0)
        return path;
    const char *shown = file_join(load->arena, load->root, path);
    return shown ? shown : path;
}

static const struct project_draft *draft_of(const struct load *load, const char *path)
{
    for (size_t i = 0; i < load->draft_count; i++)
        if (strcmp(load->drafts[i].path, path) == 0)
            return &load->drafts[i];
    return NULL;
}

bool load_exists(struct load *load, const char *path)
{
    return draft_of(load, path) || file_exists(load_shown(load, path));
}

char *load_file(struct load *load, const char *path, size_t max_bytes, size_t *length)
{
    const char *shown = load_shown(load, path);
    struct err err;
    const struct project_draft *draft = draft_of(load, path);
    char *source = draft ? arena_text(load->arena, draft->bytes, draft->length)
                         : file_read(load->arena, shown, max_bytes, length, &err);
    if (draft && !source)
        return load_no_memory(load);
    if (draft)
        *length = draft->length;
    if (!source) {
        err.place.file = shown;
        err_list_add(load->list, &err);
        return NULL;
    }
    char text[HASH_TEXT_SIZE];
    hash_bytes(source, *length, text);
    return load_note(load, path, text) ? source : NULL;
}

bool load_note(struct load *load, const char *path, const char *sha256)
{
    if (!load_grow(load, (void **)&load->files, load->file_count, 1, &load->file_capacity,
                   sizeof *load->files))
        return false;
    struct project_file *file = &load->files[load->file_count++];
    file->path = path;
    snprintf(file->sha256, sizeof file->sha256, "%s", sha256);
    return true;
}

struct tree *load_tree(struct load *load, const char *path)
{
    size_t length;
    char *source = load_file(load, path, TREE_BYTES_MAX, &length);
    return source ? tree_parse(load->scratch, load_shown(load, path), source, length, load->list)
                  : NULL;
}

/* A large tree is given back to the system: clearing it for the next would cost more. */
void load_done(struct load *load)
{
    load->failed = load->failed || arena_failed(load->scratch);
    if (arena_size_bytes(load->scratch) <= LOAD_SCRATCH_MAX_BYTES) {
        arena_rewind(load->scratch, (struct arena_mark){NULL, 0});
        return;
    }
    struct arena *fresh = arena_new();
    if (!fresh) {
        arena_rewind(load->scratch, (struct arena_mark){NULL, 0});
        return;
    }
    arena_free(load->scratch);
    load->scratch = fresh;
}

bool load_hint_nearest(struct err *err, struct text word, const char *const *names, size_t count)
{
    size_t nearest = text_nearest(word, names, count);
    if (nearest != SIZE_MAX)
        err_hint(err, "did you mean \"%s\"?", names[nearest]);
    return nearest != SIZE_MAX;
}

bool load_texts(const struct read *read, uint32_t node, const char *what, const char *const **texts,
                size_t *count)
{
    bool single = tree_at(read->tree, node)->kind == TREE_SCALAR;
    size_t wanted = single ? 1 : tree_count(read->tree, node);
    const char **found = arena_alloc(read->arena, wanted + 1, sizeof *found);
    if (!single && !read_kind(read, node, what, TREE_SEQUENCE))
        return false;
    bool fine = found != NULL;
    uint32_t item = single ? node : tree_first(read->tree, node);
    for (size_t i = 0; found && i < wanted; i++, item = tree_next(read->tree, item))
        fine = read_text(read, item, what, &found[i]) && fine;
    *texts = found;
    *count = wanted;
    return fine;
}

bool load_pair(const struct read *read, uint32_t node, const char *what, double pair[2])
{
    if (!read_kind(read, node, what, TREE_SEQUENCE))
        return false;
    if (tree_count(read->tree, node) != 2) {
        struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_KIND,
                                       "%s must be two numbers, but holds %u", what,
                                       (unsigned)tree_count(read->tree, node));
        err_hint(err, "write it as [0, 4]");
        return false;
    }
    uint32_t first = tree_first(read->tree, node);
    bool fine = read_number(read, first, what, &pair[0]);
    return read_number(read, tree_next(read->tree, first), what, &pair[1]) && fine;
}
