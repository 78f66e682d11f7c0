/* The panel: what stood for each indicator, period and country (semantics.md A2, A8, A9, A16,
 * A17). */
#ifndef TIDEMARK_MODEL_PANEL_H
#define TIDEMARK_MODEL_PANEL_H

#include "model/project.h"

enum panel_values { PANEL_ALL, PANEL_PUBLISHED, PANEL_CODED };

/* How values scatter within their intervals (score/score_spread.h); NORMAL unless asked for
 * otherwise. */
enum panel_shape { PANEL_NORMAL, PANEL_TRUNCATED, PANEL_TRIANGULAR, PANEL_BETA };

enum panel_flag {
    PANEL_CARRIED = 1 << 0,  /* older than the period */
    PANEL_SWITCHED = 1 << 1, /* another series than the period before */
    PANEL_FLOOR = 1 << 2,    /* at the worst end of the scale */
    PANEL_CEILING = 1 << 3,
    PANEL_CONFLICT = 1 << 4, /* sources or coders disagree beyond their intervals */
    PANEL_BREAK = 1 << 5,    /* the series breaks between the period before and this one */
    PANEL_DRAFT = 1 << 6,    /* a provisional coding (coder: draft) */
    PANEL_EVENT = 1 << 7,    /* moved by events (live reading) */
    PANEL_DISPUTED = 1 << 8, /* the date's two ends fall in different periods */
    PANEL_ASSUMED = 1 << 9,
    PANEL_IMPUTED = 1 << 10,
    PANEL_SPLICED = 1 << 11, /* brought over a break of its series by a declared splice */
};

/* as_known: only what was recorded and not yet retracted by that day (INT32_MAX: everything).
 * live: adds the effects of later events. as_of: observations and events dated after this day are
 * not read (INT32_MAX: no limit); with live it makes `--at 2021-09-30` a reading inside a
 * period. */
struct panel_options {
    enum date_axis axis;
    int32_t first; /* periods */
    int32_t last;
    enum panel_values values;
    bool live;
    int32_t as_known;
    int32_t as_of;
    uint32_t without;  /* 1 + a source that is not read, be it a family with all its editions; 0 */
    bool as_published; /* figures before a break as they are, not brought over it by splices */
    const char *without_coder; /* whose codings are not read, nor what was agreed with them; NULL */
    enum panel_shape shape;
    bool conflicts; /* an interval reaches what sources say that disagree with what stands */
};

/* One effect that moved a cell, or that had no value to move (base missing). */
struct panel_move {
    uint32_t event;
    const struct effect *effect;
    uint32_t country;
    uint32_t row; /* row of the period, UINT32_MAX when outside */
    double by;
    bool base_missing;
};

/* What stands in the cells of one indicator, an item a row; read it through the functions below.
 *
 * Where all its cells are figures of one series of a panel, feed says which, and records the
 * table's record of each row (UINT32_MAX: none; NULL: the row counted from first). value is then
 * the table's own column where rows and records agree, else one gathered from it; flags and origin
 * follow from the row and are NULL. Else origin is what panel_pick_origin counts, UINT32_MAX when
 * missing. low and high are NULL where no cell has an interval. stream is NULL unless a test sets
 * it. */
struct panel_cells {
    double *value;
    double *low;
    double *high;
    uint16_t *flags;
    uint32_t *origin;
    uint64_t *stream;
    const struct bulk_feed *feed;
    const uint32_t *records;
    size_t first;
};

/* Rows are period-major: row = (period - first) * countries + country. */
struct panel {
    const struct project *project;
    struct panel_options options;
    size_t indicators;
    size_t rows;
    size_t countries;
    const struct panel_cells *cells; /* [indicator] */
    const struct panel_move *moves;
    size_t move_count;
    struct arena *arena; /* that it was built in */
};

/* Builds the panel in arena; NULL without memory. */
struct panel *panel_build(struct arena *arena, const struct project *project,
                          const struct panel_options *options);

/* The values of an indicator, one a row, in its own units; NaN when missing. */
const double *panel_column(const struct panel *panel, uint32_t indicator);

/* One cell: its value, and the ends of its 90 % interval, in the indicator's own units; NaN when
 * missing, low and high also when not known. */
double panel_value(const struct panel *panel, uint32_t indicator, size_t row);
double panel_low(const struct panel *panel, uint32_t indicator, size_t row);
double panel_high(const struct panel *panel, uint32_t indicator, size_t row);

/* The flags of a cell: a set of enum panel_flag. */
unsigned panel_flags(const struct panel *panel, uint32_t indicator, size_t row);

/* The flags of many rows from first on, into out: what panel_flags says of each, some times as fast
 * for a column of a panel. */
void panel_flags_rows(const struct panel *panel, uint32_t indicator, size_t first, size_t count,
                      uint16_t *out);

/* What keys the draws of a cell: what was observed, so that a carried value keeps its draw. 0 when
 * missing. Figures of one record whose panel says `errors: together` have one key. */
uint64_t panel_stream(const struct panel *panel, uint32_t indicator, size_t row);

/* The observation that stands in a cell (of several combined: the first) into out; false when
 * nothing does. */
bool panel_observation(const struct panel *panel, uint32_t indicator, size_t row,
                       struct observation *out);

/* Its place among the project's observations, by which two cells are seen to show one; UINT32_MAX
 * when nothing stands there or it comes from the file of a panel. */
uint32_t panel_origin(const struct panel *panel, uint32_t indicator, size_t row);

/* What stands in a cell, as struct panel_cells counts origins; UINT32_MAX when nothing does. */
uint32_t panel_cell_origin(const struct panel *panel, uint32_t indicator, size_t row);

/* All observations that compete for a cell, in the order of preference, the winner first; returns
 * the count and up to max of them in out. For explain and status, one thread at a time: it works in
 * the panel's arena and gives back what it took. Without memory the count is 0, and the arena says
 * so. */
size_t panel_candidates(const struct panel *panel, uint32_t indicator, size_t row,
                        struct observation *out, size_t max);

/* The preference by which the source that stands in a cell is preferred to others, NULL when none
 * holds. */
const struct preference *panel_preference(const struct panel *panel, uint32_t indicator,
                                          size_t row);

/* Adds to a text, for each splice that brings a figure over a break: ", -4.2 to compare from 2022
 * on: because". */
void panel_splices_text(const struct panel *panel, const struct observation *made,
                        struct text_buffer *out);

/* The period of a row, by number of the axis. */
int32_t panel_period(const struct panel *panel, size_t row);

/* The country of a row, by its place in the project. */
uint32_t panel_country(const struct panel *panel, size_t row);

/* The class of each row, for figures taken from classes of rows (semantics.md A5). names are "all"
 * (one class), "period", "country", or a classification of countries ("region"); several together
 * part by all of them, none is "all". Classes are numbered from 0 in order of first appearance by
 * row, *count of them; a row whose country has no group of a classification has UINT32_MAX. A
 * classification that no country has puts every row there: ask panel_has_classification first. In
 * arena; NULL without memory. */
const uint32_t *panel_classes(struct arena *arena, const struct panel *panel,
                              const char *const *names, size_t name_count, uint32_t *count);

/* The name of the class of a row for people, by the same names in their order: "2021", "KGZ",
 * "Central Asia", "Asia, 2021"; "all" when nothing parts the rows. Where several are joined, one
 * with a comma stands in quotes, so that no two classes have one name. In arena; NULL without
 * memory. */
const char *panel_class_name(struct arena *arena, const struct panel *panel,
                             const char *const *names, size_t name_count, size_t row);

/* Whether panel_classes knows a name: "all", "period", "country", or a classification that a
 * country of the project has. */
bool panel_has_classification(const struct project *project, const char *name);

/* The words of flags joined by ';' in their fixed order, into out (of at least 96 bytes). */
const char *panel_flags_text(unsigned flags, char *out);

#endif
