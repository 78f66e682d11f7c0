/* Reading the files of data/: countries with their observations and events. */
#ifndef TIDEMARK_MODEL_COUNTRY_H
#define TIDEMARK_MODEL_COUNTRY_H

#include "model/load.h"

enum { COUNTRY_ALL = UINT32_MAX };

/* A reference that can be resolved only when every file is read. */
struct country_later {
    const char *name;
    uint32_t event;
    struct err_place place;
};

/* The lists that grow while files are read. file is the path relative to the root, country the
 * index of the file's country, COUNTRY_ALL in data/shared.yaml. */
struct country_load {
    struct load *load;
    const struct codebook *codebook;
    const struct sources *sources;
    struct map *countries_by_id;
    struct map *events_by_id;
    struct country *countries;
    size_t country_count;
    size_t country_capacity;
    struct observation *observations;
    size_t observation_count;
    size_t observation_capacity;
    struct bulk_table *tables; /* of the panels, in the order of their names */
    size_t table_count;
    const struct bulk_feed *feeds; /* as in struct project */
    size_t feed_count;
    const uint32_t *feed_first;
    struct preference_of *preferences;
    size_t preference_count;
    size_t preference_capacity;
    struct event *events;
    size_t event_count;
    size_t event_capacity;
    struct country_later *reverses;
    size_t reverse_count;
    size_t reverse_capacity;
    const char *file;
    uint32_t country;
    bool countries_incomplete; /* some could not be read: one that is not here may stand there */
    bool events_incomplete;
};

/* Reads one file of a country. */
void country_load_file(struct country_load *load, const char *path);

/* Reads data/shared.yaml, after the countries: its events name them. */
void country_load_shared(struct country_load *load, const char *path);

/* The observations and preferences of one file (mappings of indicators) and its list of events. */
void country_observations(struct country_load *load, struct read *read, uint32_t mapping);
void country_preferences(struct country_load *load, struct read *read, uint32_t mapping);
void country_events(struct country_load *load, struct read *read, uint32_t list);

/* After all files: finds the events that others reverse. */
void country_resolve_events(struct country_load *load);

/* The source at node, UINT32_MAX after a problem, of which one that sources.yaml has is enough. */
uint32_t country_source(const struct country_load *load, const struct read *read, uint32_t node);

/* The mapping of a withdrawal at node: its day and reason. False after a problem, of which one is
 * that it was withdrawn before it was recorded. */
bool country_retracted(const struct read *read, uint32_t node, int32_t recorded, int32_t *day,
                       const char **why);

/* The grade A..D at node as a letter, 0 after a problem. */
char country_grade(const struct read *read, uint32_t node);

/* Half the width that a grade stands for on an indicator's scale, in its own units: 0.25, 0.5,
 * 0.75, 1 level, or 1/16, 1/8, 3/16, 1/4 of the scale (semantics.md A8); NaN without ends. */
double country_grade_width(const struct indicator *indicator, char grade);

#endif
