/* What a figure must be cited with: sources, rule, codebook, files, program. */
#ifndef TIDEMARK_CLI_CITE_H
#define TIDEMARK_CLI_CITE_H

#include "cli/session.h"
#include "score/score_rows.h"

enum cite_column {
    CITE_KIND, /* source, rule, codebook, folder, program */
    CITE_ID,
    CITE_TITLE,
    CITE_PUBLISHER,
    CITE_DATE,
    CITE_URL,
    CITE_LICENCE,
    CITE_VALUES, /* cells of the selection that stand on it */
    CITE_SHA256, /* of a rule's script; of a folder: see below */
    CITE_COLUMNS
};

/* One row an edition that stands behind a cell of the selection, in the order of sources.yaml, then
 * the rule, the codebook, the folders `indicators` and `data`, and the program. A folder's hash is
 * that of the list which sha256sum prints of its files that were read, by path, bytewise. What
 * sources.yaml does not say stays empty. NULL without memory. */
struct rows *cite_rows(struct session *session, const struct reading *reading,
                       const struct score_selection *selection);

/* The same as a block of text to stand below a figure or in a report. */
void cite_text(const struct rows *rows, struct text_buffer *out);

#endif
