/* The order in which countries are shown. */
#ifndef TIDEMARK_CLI_SORT_H
#define TIDEMARK_CLI_SORT_H

#include "cli/session.h"

/* Puts countries (of the reading's project) in the order --sort asks for: by an item in the last
 * period shown, best first; equals stay in the order they had, those without a value come last.
 * Without --sort nothing changes. False when the item is unknown or takes no part, said on stderr,
 * or without memory. */
bool sort_countries(struct session *session, const struct reading *reading,
                    const uint32_t **countries, size_t count);

#endif
