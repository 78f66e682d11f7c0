/* What a function may ask c for: nodes of the codebook, names of `uses`, "year". The worker's
 * copy of what the parent sent. */
#ifndef TIDEMARK_LUA_NAMES_H
#define TIDEMARK_LUA_NAMES_H

#include "base/text.h"
#include "lua/protocol.h"

#include <stdbool.h>
#include <stdint.h>

#define NAMES_NONE UINT32_MAX

/* A name; of a node also its place in the tree, by index, NAMES_NONE without. */
struct names_item {
    const char *id; /* terminated */
    bool node;
    uint32_t parent;
    uint32_t first_child;
    uint32_t last_child;
    uint32_t next; /* sibling */
};

struct names {
    char *sent; /* as the parent wrote them: names that were sent twice are kept once */
    size_t sent_length;
    char *ids;
    struct names_item *items;
    uint32_t count;
};

/* Reads names as TRACE carries them. NULL when they are malformed or without memory; freed with
 * names_free. */
struct names *names_read(struct protocol_reader *reader);
void names_free(struct names *names);

/* The index of a name, NAMES_NONE when there is none. The search begins at a guess, after which
 * names in the order of the set are found at once. */
uint32_t names_find(const struct names *names, struct text id, uint32_t guess);

/* The name nearest to word, for "did you mean"; NULL when none is. */
const char *names_nearest(const struct names *names, const char *word);

#endif
