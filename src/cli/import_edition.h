/* `tidemark import --as NAME FILE`: the figures of a published edition as observations of the
 * countries' files. */
#ifndef TIDEMARK_CLI_IMPORT_EDITION_H
#define TIDEMARK_CLI_IMPORT_EDITION_H

#include "cli/session.h"

/* Whether the edition of --as is described; said when not. */
bool import_edition_find(struct session *session);

/* The verb `import` with --as: reads a published edition, holds it to what is recorded, and records
 * what is new, and with --revisions what was revised; everything is said here. */
enum err_status import_edition(const struct opt *opt);

#endif
