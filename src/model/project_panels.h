/* The tables of panels brought into a project, whose countries are in order. */
#ifndef TIDEMARK_MODEL_PROJECT_PANELS_H
#define TIDEMARK_MODEL_PROJECT_PANELS_H

#include "model/bulk.h"

/* Renumbers countries, brings records into order, and refuses what is given twice: in one file, or
 * in a file and by hand. The project's observations are sorted. False without memory. */
bool project_panels_take(struct load *load, struct country_load *data, struct project *project,
                         const uint32_t *new_of);

#endif
