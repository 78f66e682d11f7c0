/* What differs between a project as it is and as an edit would leave it. */
#ifndef TIDEMARK_MODEL_RECORD_CHANGE_H
#define TIDEMARK_MODEL_RECORD_CHANGE_H

#include "model/project.h"

/* Counts of what was added, of what was withdrawn, and whether anything else differs; observation
 * and event are the one that was, in the later project (NULL: none). Places in files do not
 * count. */
struct record_change {
    size_t observations_added;
    size_t observations_retracted;
    size_t events_added;
    size_t events_retracted;
    size_t sources_added;
    bool others;
    const struct observation *observation;
    const struct event *event;
};

/* Compares every observation, event, source and country of two readings of one project. */
struct record_change record_change_between(const struct project *before,
                                           const struct project *after);

#endif
