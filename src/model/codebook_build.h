/* The codebook while it is read: arrays that grow, and the file at hand. */
#ifndef TIDEMARK_MODEL_CODEBOOK_BUILD_H
#define TIDEMARK_MODEL_CODEBOOK_BUILD_H

#include "model/load.h"

/* A denominator named before all indicators are known. */
struct codebook_build_per {
    uint32_t indicator;
    const char *id;
    struct err_place place;
};

struct codebook_build {
    struct load *load;
    const struct sources *sources;
    const char *const *panels;
    size_t panel_count;
    struct codebook *codebook;
    size_t node_capacity;
    size_t indicator_capacity;
    struct codebook_build_per *pers;
    size_t per_count;
    size_t per_capacity;
};

/* Reads indicators/PILLAR.yaml and adds its nodes. at is where index.yaml names the pillar. */
void codebook_build_pillar(struct codebook_build *build, const char *pillar,
                           const struct err_place *at);

/* After all pillars: finds the denominators. */
void codebook_build_denominators(struct codebook_build *build);

/* The scale of an indicator from the nodes at `scale` and `better` (TREE_NONE: absent). */
void codebook_build_scale(const struct read *read, uint32_t scale, uint32_t better,
                          struct indicator *indicator);

/* The target of an indicator whose scale is known; it lies on the scale, nearer the best end than
 * worst does. */
void codebook_build_target(const struct read *read, uint32_t node, struct indicator *indicator);

/* The series that feed an indicator, whose scale is known. */
void codebook_build_series(const struct codebook_build *build, const struct read *read,
                           uint32_t node, struct indicator *indicator);

#endif
