/* Cells that are a column of a panel's table: nothing is picked, carried or moved. */
#ifndef TIDEMARK_MODEL_PANEL_BULK_H
#define TIDEMARK_MODEL_PANEL_BULK_H

#include "model/panel.h"

/* Which record of a table stands in each row; found once for all its columns. */
struct panel_bulk_rows {
    bool found;
    bool crowded;            /* two records of one country fall in one period */
    const uint32_t *records; /* as in struct panel_cells */
    size_t first;
};

/* Whether the cells of an indicator are the figures of one series of one panel as they stand: no
 * other series, nothing coded, carried, combined or taken from a window, no limit of knowledge, no
 * moves. rows are those of the project's tables. False without memory, with *failed. */
bool panel_bulk_is_column(const struct panel *panel, struct arena *arena, uint32_t indicator,
                          struct panel_bulk_rows *rows, bool *failed);

/* Makes these cells: the table's column in place when rows and records agree and nothing is
 * rescaled, else a gathered one. False without memory. */
bool panel_bulk_fill(const struct panel *panel, struct arena *arena, uint32_t indicator,
                     const struct panel_bulk_rows *rows, struct panel_cells *cells);

/* The record that stands in a row of such cells, SIZE_MAX when none does. */
size_t panel_bulk_record(const struct panel_cells *cells, size_t row);

/* The flags of such cells. */
void panel_bulk_flags(const struct panel *panel, uint32_t indicator, size_t first, size_t count,
                      uint16_t *out);

#endif
