/* A citation for LaTeX. */
#ifndef TIDEMARK_CLI_CITE_BIBTEX_H
#define TIDEMARK_CLI_CITE_BIBTEX_H

#include "base/text.h"
#include "cli/cite.h"

/* The rows of cite_rows as entries `@misc` of BibTeX: a source by its id, then `tidemark:rule`,
 * `tidemark:codebook`, `tidemark:program`. A key has a dash for what it may not hold of an id, and
 * a number when another is the same by then. The note of a source has its id, day, number of values
 * and licence, those of the others versions, hashes, periods, reading and vintage. What TeX takes
 * for its own is escaped; letters stay UTF-8. */
void cite_bibtex(const struct rows *rows, struct text_buffer *out);

#endif
