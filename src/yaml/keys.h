/* Names of fields that are given twice. */
#ifndef TIDEMARK_YAML_KEYS_H
#define TIDEMARK_YAML_KEYS_H

#include "yaml/tree.h"

#include <stdbool.h>

/* Adds a problem for each key of a complete mapping that stands in it before ("first on line 10").
 * Takes n² comparisons for up to 16 keys, n log n for more, whatever the keys are. scratch is
 * given back as it was. False without memory. */
bool keys_check(struct arena *scratch, const struct tree *tree, uint32_t mapping,
                struct err_list *list);

#endif
