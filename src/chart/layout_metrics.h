/* The advance widths of the font that charts are set in. */
#ifndef TIDEMARK_CHART_LAYOUT_METRICS_H
#define TIDEMARK_CHART_LAYOUT_METRICS_H

#include <stdint.h>

enum layout_weight { LAYOUT_REGULAR, LAYOUT_MEDIUM, LAYOUT_SEMIBOLD };

/* The width of a character of Inter in thousandths of the font's size, as its hmtx table has it,
 * kerning apart; 0 for what is not in the table (other scripts than Latin and Cyrillic). */
uint32_t layout_metrics_advance(uint32_t point, enum layout_weight weight);

#endif
