/* From text to a number: names to indices. Filled once, then read; no order is offered. */
#ifndef TIDEMARK_BASE_MAP_H
#define TIDEMARK_BASE_MAP_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct map;

enum { MAP_NONE = UINT32_MAX };

/* An empty map in arena, or NULL without memory. */
struct map *map_new(struct arena *arena);

/* The value at key, MAP_NONE when there is none. */
uint32_t map_get(const struct map *map, struct text key);

/* Puts value (not MAP_NONE) at key unless the key is there; the key's bytes must outlive the map.
 * Returns the value that stands at key afterwards, MAP_NONE without memory. */
uint32_t map_put(struct map *map, struct text key, uint32_t value);

#endif
