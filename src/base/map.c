#include "base/map.h"

#include <string.h>

enum { MAP_FIRST_SLOTS = 64 };

struct slot {
    struct text key;
    uint32_t hash;
    uint32_t value; /* MAP_NONE: free */
};

struct map {
    struct arena *arena;
    struct slot *slots;
    size_t capacity; /* a power of two */
    size_t count;
};

/* FNV-1a: fixed, so that nothing depends on the run. */
static uint32_t hash_of(struct text key)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < key.length; i++)
        hash = (hash ^ (unsigned char)key.bytes[i]) * 16777619U;
    return hash;
}

static struct slot *slots_new(struct arena *arena, size_t capacity)
{
    struct slot *slots = arena_alloc(arena, capacity, sizeof *slots);
    for (size_t i = 0; slots && i < capacity; i++)
        slots[i].value = MAP_NONE;
    return slots;
}

struct map *map_new(struct arena *arena)
{
    struct map *map = arena_alloc(arena, 1, sizeof *map);
    if (!map)
        return NULL;
    map->arena = arena;
    map->capacity = MAP_FIRST_SLOTS;
    map->slots = slots_new(arena, map->capacity);
    return map->slots ? map : NULL;
}

/* The slot that holds key, or the free one where it belongs. */
static struct slot *slot_of(struct slot *slots, size_t capacity, struct text key, uint32_t hash)
{
    size_t at = hash & (capacity - 1);
    while (slots[at].value != MAP_NONE &&
           !(slots[at].hash == hash && text_equal(slots[at].key, key)))
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

uint32_t map_get(const struct map *map, struct text key)
{
    return slot_of(map->slots, map->capacity, key, hash_of(key))->value;
}

static bool grow(struct map *map)
{
    size_t capacity = map->capacity * 2;
    struct slot *slots = slots_new(map->arena, capacity);
    if (!slots)
        return false;
    for (size_t i = 0; i < map->capacity; i++) {
        const struct slot *old = &map->slots[i];
        if (old->value != MAP_NONE)
            *slot_of(slots, capacity, old->key, old->hash) = *old;
    }
    map->slots = slots;
    map->capacity = capacity;
    return true;
}

uint32_t map_put(struct map *map, struct text key, uint32_t value)
{
    if (map->count >= map->capacity / 2 && !grow(map))
        return MAP_NONE;
    uint32_t hash = hash_of(key);
    struct slot *slot = slot_of(map->slots, map->capacity, key, hash);
    if (slot->value == MAP_NONE) {
        *slot = (struct slot){key, hash, value};
        map->count++;
    }
    return slot->value;
}
