/* Small projects with a panel: two indicators on 0..100, le and eys, and what is written of
 * data/panels/p. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_BULK_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_BULK_FIXTURE_H

#include "project_fixture.h"

static inline void bulk_indicators(const struct small *small, const char *le, const char *eys)
{
    char text[1024];
    snprintf(text, sizeof text,
             "pillar: main\nindicators:\n"
             "  - {id: le, scale: {kind: interval, worst: 0, best: 100}%s}\n"
             "  - {id: eys, scale: {kind: interval, worst: 0, best: 100}%s}\n",
             le, eys);
    small_write(small, "indicators/main.yaml", text);
}

/* A project whose panel has these lines beside country, period and source, and this file. */
static inline void bulk_open(struct small *small, const char *description, const char *csv)
{
    char path[256], text[2048];
    small_open(small);
    snprintf(path, sizeof path, "%s/data/panels", small->root);
    mkdir(path, 0700);
    bulk_indicators(small, "", "");
    snprintf(text, sizeof text,
             "panel: p\nfile: p.csv\ncountry: iso3\nperiod: year\nsource: pub\n%s", description);
    small_write(small, "data/panels/p.yaml", text);
    small_write(small, "data/panels/p.csv", csv);
}

/* Loads and expects so many problems; the first of them is compared (NULL: any), with its line. */
static inline void bulk_refused(struct small *small, size_t count, enum err_code code,
                                uint32_t line, const char *sentence)
{
    small->project = project_load(small->arena, small->root, &small->problems);
    if (small->problems.count != count || small->problems.items[0].code != code ||
        small->problems.items[0].place.line != line ||
        (sentence && strcmp(small->problems.items[0].sentence, sentence) != 0))
        for (size_t i = 0; i < small->problems.count; i++)
            print_message("%s:%u: %s [%d]\n", small->problems.items[i].place.file,
                          small->problems.items[i].place.line, small->problems.items[i].sentence,
                          (int)small->problems.items[i].code);
    assert_int_equal(small->problems.count, count);
    assert_int_equal(small->problems.items[0].code, code);
    assert_int_equal(small->problems.items[0].place.line, line);
    if (sentence)
        assert_string_equal(small->problems.items[0].sentence, sentence);
    small_close(small);
}

/* A cell by the id of its country. */
static inline size_t bulk_row(const struct panel *panel, const char *country, int32_t period)
{
    uint32_t at = project_country(panel->project, text_of(country));
    assert_true(at != UINT32_MAX);
    return small_row_of(panel, at, period);
}

static inline double bulk_cell(const struct panel *panel, uint32_t indicator, const char *country,
                               int32_t period)
{
    return panel_value(panel, indicator, bulk_row(panel, country, period));
}

static inline struct observation bulk_seen(const struct panel *panel, uint32_t indicator,
                                           const char *country, int32_t period)
{
    struct observation made;
    assert_true(panel_observation(panel, indicator, bulk_row(panel, country, period), &made));
    return made;
}

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-12)

#endif
