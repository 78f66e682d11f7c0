/* A project: codebook, sources, countries, observations and events, loaded and checked. */
#ifndef TIDEMARK_MODEL_PROJECT_H
#define TIDEMARK_MODEL_PROJECT_H

#include "model/bulk_table.h"

/* A file that was read, for the meta data of results: sha256 in hexadecimal. */
struct project_file {
    const char *path; /* relative to the root */
    char sha256[65];
};

/* observations are those of country files, sorted by country, indicator, date.last, then file
 * order; figures of panels stand in tables. feeds are sorted by indicator, then as it lists its
 * series; those of an indicator begin at feed_first (of one indicator more). countries are in the
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
    const struct bulk_table *tables; /* a panel each */
    size_t table_count;
    const struct bulk_feed *feeds;
    const uint32_t *feed_first;
    const struct preference_of *preferences; /* by file; those of a cell together, in its order */
    size_t preference_count;
    const bool *coded;             /* [indicator]: whether it has observations of country files */
    struct map *countries_by_name; /* ids and names in small letters */
    struct event *events;          /* by date, then file order */
    size_t event_count;
    struct project_file *files;
    size_t file_count;
};

/* Loads the project under root (the folder that holds indicators/index.yaml). Every problem goes
 * to list, sorted; NULL when the codebook cannot be used. With errors in list a project may still
 * come back (for `check`), but no figure of it may be published. Memory is the arena's. */
struct project *project_load(struct arena *arena, const char *root, struct err_list *list);

/* What a file of the project is to hold instead of what it holds: path relative to the root. The
 * bytes must outlive the project. */
struct project_draft {
    const char *path;
    const char *bytes;
    size_t length;
};

/* Likewise, with the files of drafts as these say. */
struct project *project_load_draft(struct arena *arena, const char *root,
                                   const struct project_draft *drafts, size_t count,
                                   struct err_list *list);

/* Observations of country files and figures of panels, each indicator that a figure feeds counted.
 */
size_t project_count_observations(const struct project *project);

/* The first and the last day that something is dated; false when nothing is. */
bool project_days(const struct project *project, int32_t *first, int32_t *last);

/* The country of that id, else of that name (case of ASCII ignored), UINT32_MAX when none. */
uint32_t project_country(const struct project *project, struct text id);

#endif
