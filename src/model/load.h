/* What the loaders of a project share: where it is read from, where problems go. */
#ifndef TIDEMARK_MODEL_LOAD_H
#define TIDEMARK_MODEL_LOAD_H

#include "model/project.h"
#include "yaml/read.h"

/* arena keeps what is read, scratch holds the tree of the file at hand. */
struct load {
    struct arena *arena;
    struct arena *scratch;
    const char *root;
    struct err_list *list;
    const struct project_draft *drafts; /* read instead of their files */
    size_t draft_count;
    struct project_file *files;
    size_t file_count;
    size_t file_capacity;
    bool failed; /* memory that was given back had run out */
};

/* Whether root/path is there, or a draft of it. */
bool load_exists(struct load *load, const char *path);

/* Reads root/path of at most max_bytes into the arena and notes its hash; NULL with a problem
 * added. */
char *load_file(struct load *load, const char *path, size_t max_bytes, size_t *length);

/* Notes that root/path was read, with its hash; false without memory. */
bool load_note(struct load *load, const char *path, const char *sha256);

/* Reads and parses root/path and notes its hash; NULL with a problem added. The tree stands in
 * scratch until load_done, which also gives back what was taken from scratch since. */
struct tree *load_tree(struct load *load, const char *path);
void load_done(struct load *load);

/* The path of a file as messages show it: with the root before it, but for ".". */
const char *load_shown(struct load *load, const char *path);

/* Adds "out of memory". Always NULL. */
void *load_no_memory(struct load *load);

/* Room for more items in an array of the arena; false (with the problem added) without memory.
 * *items is replaced as it grows. */
bool load_grow(struct load *load, void **items, size_t count, size_t more, size_t *capacity,
               size_t size);

/* "did you mean" among the names of a list; false, and nothing, when none is near. */
bool load_hint_nearest(struct err *err, struct text word, const char *const *names, size_t count);

/* A list of texts, or one text standing for a list of one. False after a problem. */
bool load_texts(const struct read *read, uint32_t node, const char *what, const char *const **texts,
                size_t *count);

/* Two numbers [a, b]. False after a problem. */
bool load_pair(const struct read *read, uint32_t node, const char *what, double pair[2]);

#endif
