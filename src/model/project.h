/* A project: codebook, sources, countries, observations and events, loaded and checked. */
#ifndef TIDEMARK_MODEL_PROJECT_H
#define TIDEMARK_MODEL_PROJECT_H

#include "model/observation.h"

/* A file that was read, for the meta data of results: sha256 in hexadecimal. */
struct project_file {
    const char *path; /* relative to the root */
    char sha256[65];
};

/* Observations are sorted by country, indicator, date.last, then file order. countries are in the
 * order of index.yaml when it lists them, else bytewise by id. */
struct project {
    struct arena *arena;
    const char *root;
    struct codebook *codebook;
    struct sources *sources;
    struct country *countries;
    size_t country_count;
    struct observation *observations;
    size_t observation_count;
    struct event *events; /* by date, then file order */
    size_t event_count;
    struct project_file *files;
    size_t file_count;
};

/* Loads the project under root (the folder that holds indicators/index.yaml). Every problem goes
 * to list, sorted; NULL when the codebook cannot be used. With errors in list a project may still
 * come back (for `check`), but no figure of it may be published. Memory is the arena's. */
struct project *project_load(struct arena *arena, const char *root, struct err_list *list);

/* The country of that id or name (case of ASCII ignored), UINT32_MAX when none. */
uint32_t project_country(const struct project *project, struct text id);

#endif
