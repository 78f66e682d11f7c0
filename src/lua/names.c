#include "lua/names.h"

#include <stdlib.h>
#include <string.h>

/* A name takes at least so many bytes, which bounds what a count can claim. */
enum { NAMES_ITEM_BYTES = 9 };

static void link_child(struct names *names, uint32_t child)
{
    struct names_item *parent = &names->items[names->items[child].parent];
    if (parent->first_child == NAMES_NONE)
        parent->first_child = child;
    else
        names->items[parent->last_child].next = child;
    parent->last_child = child;
}

static bool read_item(struct protocol_reader *reader, struct names *names, char **ids)
{
    struct text id = protocol_get_text(reader, PROTOCOL_TEXT_MAX);
    uint32_t parent = protocol_get_u32(reader);
    bool node = protocol_get_byte(reader) == 1;
    if (reader->failed || (parent != NAMES_NONE && parent >= names->count))
        return false;
    if (id.length > 0)
        memcpy(*ids, id.bytes, id.length);
    (*ids)[id.length] = '\0';
    names->items[names->count] =
        (struct names_item){*ids, node, parent, NAMES_NONE, NAMES_NONE, NAMES_NONE};
    *ids += id.length + 1;
    if (parent != NAMES_NONE)
        link_child(names, names->count);
    names->count++;
    return true;
}

struct names *names_read(struct protocol_reader *reader)
{
    const unsigned char *start = reader->at;
    size_t left = reader->left;
    uint32_t count = protocol_get_u32(reader);
    struct names *names = calloc(1, sizeof *names);
    bool good = names && !reader->failed && count <= reader->left / NAMES_ITEM_BYTES;
    if (good) {
        names->items = calloc((size_t)count + 1, sizeof *names->items);
        names->ids = malloc(left + 1);
        good = names->items && names->ids;
    }
    char *ids = good ? names->ids : NULL;
    for (uint32_t i = 0; good && i < count; i++)
        good = read_item(reader, names, &ids);
    if (good) {
        names->sent_length = left - reader->left;
        names->sent = malloc(names->sent_length);
        good = names->sent != NULL;
    }
    if (!good) {
        names_free(names);
        return NULL;
    }
    memcpy(names->sent, start, names->sent_length);
    return names;
}

void names_free(struct names *names)
{
    if (!names)
        return;
    free(names->sent);
    free(names->ids);
    free(names->items);
    free(names);
}

uint32_t names_find(const struct names *names, struct text id, uint32_t guess)
{
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t at = (uint32_t)(((uint64_t)guess + i) % names->count);
        if (text_is(id, names->items[at].id))
            return at;
    }
    return NAMES_NONE;
}

const char *names_nearest(const struct names *names, const char *word)
{
    const char *near = NULL;
    const char **all = malloc(((size_t)names->count + 1) * sizeof *all);
    if (!all)
        return NULL;
    for (uint32_t i = 0; i < names->count; i++)
        all[i] = names->items[i].id;
    size_t at = text_nearest(text_of(word), all, names->count);
    if (at != SIZE_MAX)
        near = all[at];
    free(all);
    return near;
}
