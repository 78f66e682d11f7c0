/* Tidy rows laid out for people: countries or items side by side, rounded, with notes. */
#ifndef TIDEMARK_CLI_DISPLAY_H
#define TIDEMARK_CLI_DISPLAY_H

#include "cli/session.h"
#include "score/score_rows.h"

/* What a node or "index" is called: its name in the codebook, the rule's title for the index. */
const char *display_name(const struct reading *reading, const char *item);

/* Likewise of an item at a level: a result is called by its own name, whatever else has it. */
const char *display_item(const struct reading *reading, const char *level, const char *item);

/* What a country of that id is called. */
const char *display_country(const struct project *project, const char *id);

/* Decimals that show a hundredth of the rule's scale and a little more: 1 on 0 to 100, 3 on 0 to 1.
 */
int display_decimals(const struct reading *reading);

/* A figure with so many decimals, "n/a" when missing. */
const char *display_number(struct arena *arena, double number, int decimals);

/* The same with its sign; what rounds to 0 is "+0.0". */
const char *display_signed(struct arena *arena, double number, int decimals);

/* The standard error of a part, " ±0.03" with a decimal more than the part has; "" where there is
 * none: NaN, or 0. note adds the sentence that says what it is, where a column "error" has any. */
const char *display_error(struct arena *arena, double error, int decimals);
void display_error_note(const struct rows *tidy, struct rows *display);

/* moves (score_moves) as two lists: what moved a value, what found none. NULL without memory. */
struct rows *display_moved(struct arena *arena, const struct reading *reading,
                           const struct rows *tidy, bool moved);

/* status rows: finding, country, item, detail with its place. */
struct rows *display_status(const struct session *session, const struct reading *reading,
                            const struct rows *tidy);

/* score rows as score_rows made them for the selection, laid out as fits the terminal: few
 * countries side by side, an item a row, below the index and below results whose formula gives one
 * the interval; many countries one row each with items across; the index alone over several periods
 * with countries or periods across; where nothing else fits one row an item of a country. named:
 * the title says the rule. NULL without memory. */
struct rows *display_score(const struct session *session, const struct reading *reading,
                           const struct score_selection *selection, bool named,
                           const struct rows *tidy);

/* published rows of a reading, summed up: a row an item; named: the title says the rule. */
struct rows *display_published(const struct session *session, const struct reading *reading,
                               bool named, const struct rows *tidy);

/* Those of them that lie beyond their bound, the farthest first, twenty at most; no rows where
 * there are none. */
struct rows *display_published_beyond(const struct session *session, const struct reading *reading,
                                      const struct rows *tidy);

/* explain rows (and events behind them) as an indented tree with value, loss and source; parents is
 * that of score_explain_tree; notes say how to read it. */
struct rows *display_explain(const struct session *session, const struct reading *reading,
                             const struct rows *tidy, const size_t *parents, const char *country);

/* compare rows: items down; sides, differences against the first side, and parts across. */
struct rows *display_compare(const struct session *session, const struct reading *reading,
                             const struct rows *tidy);

/* Says of a live reading that it is one. */
void display_live_note(const struct session *session, struct rows *display);

/* Adds notes that hold for every display: default period, missing, provisional codings, live
 * reading. */
void display_notes(const struct session *session, const struct reading *reading,
                   struct rows *display);

#endif
