/* Small projects written to a folder of their own and loaded as any project is. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_PROJECT_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_PROJECT_FIXTURE_H

#include "model/panel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct small {
    char root[64];
    struct arena *arena;
    struct err_list problems;
    struct project *project;
};

static inline void small_write(const struct small *small, const char *path, const char *text)
{
    char full[256];
    snprintf(full, sizeof full, "%s/%s", small->root, path);
    FILE *file = fopen(full, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static inline void small_open(struct small *small)
{
    *small = (struct small){.arena = arena_new()};
    snprintf(small->root, sizeof small->root, "%s/tidemark-XXXXXX", P_tmpdir);
    char full[256];
    assert_non_null(mkdtemp(small->root));
    snprintf(full, sizeof full, "%s/indicators", small->root);
    mkdir(full, 0700);
    snprintf(full, sizeof full, "%s/data", small->root);
    mkdir(full, 0700);
    small_write(small, "indicators/index.yaml",
                "codebook: small\nperiod: year\nspan: 2018..2023\npillars: [main]\n");
    small_write(small, "indicators/sources.yaml",
                "- {id: pub}\n- {id: pub2021, of: pub, date: 2021-06-01}\n"
                "- {id: other, level: 0.68}\n- {id: desk, date: 2021-11-30}\n"
                "- {id: broken, breaks: [{from: 2021, why: a new method}]}\n");
}

/* One indicator on 0..4 with extra fields, two series. */
static inline void small_indicator(const struct small *small, const char *extra)
{
    char text[1024];
    snprintf(text, sizeof text,
             "pillar: main\nindicators:\n  - id: one\n"
             "    scale: {kind: ordinal, levels: {0: a, 1: b, 2: c, 3: d, 4: e}}\n"
             "    series: [pub.A, other.B, broken.C]\n%s",
             extra);
    small_write(small, "indicators/main.yaml", text);
}

static inline void small_data(const struct small *small, const char *observations,
                              const char *events)
{
    char text[4096];
    snprintf(text, sizeof text, "country: AAA\nobservations:\n  one:\n%s%s", observations, events);
    small_write(small, "data/AAA.yaml", text);
}

/* Loads what was written; no problem may be found. */
static inline void small_load(struct small *small)
{
    small->project = project_load(small->arena, small->root, &small->problems);
    for (size_t i = 0; i < small->problems.count; i++)
        fail_msg("%s:%u: %s", small->problems.items[i].place.file,
                 small->problems.items[i].place.line, small->problems.items[i].sentence);
    assert_non_null(small->project);
}

static inline struct panel *small_panel(struct small *small, const struct panel_options *asked)
{
    struct panel_options options = *asked;
    if (!options.first) {
        options.first = 2018;
        options.last = 2023;
    }
    options.as_known = options.as_known ? options.as_known : INT32_MAX;
    options.as_of = options.as_of ? options.as_of : INT32_MAX;
    struct panel *panel = panel_build(small->arena, small->project, &options);
    assert_non_null(panel);
    return panel;
}

static inline void small_close(struct small *small)
{
    char command[128];
    err_list_free(&small->problems);
    arena_free(small->arena);
    snprintf(command, sizeof command, "rm -r %s", small->root);
    assert_int_equal(system(command), 0);
}

/* The row of the first country in a period. */
static inline size_t small_row(const struct panel *panel, int32_t period)
{
    return (size_t)(period - panel->options.first) * panel->countries;
}

/* The same of another country, by its place in the project. */
static inline size_t small_row_of(const struct panel *panel, size_t country, int32_t period)
{
    return small_row(panel, period) + country;
}

#define assert_cell(panel, period, expected) \
    assert_true(fabs(panel_value(panel, 0, small_row(panel, period)) - (expected)) < 1e-12)
#define assert_missing(panel, period) \
    assert_true(isnan(panel_value(panel, 0, small_row(panel, period))))
#define assert_flags(panel, period, expected) \
    assert_int_equal(panel_flags(panel, 0, small_row(panel, period)), expected)

#endif
