/* A panel, or an edition: the input is its description and, behind a line `---`, its file, which
 * may be gzip. Beside them stands a project that takes the series le, eys, level and p.x, by hand
 * too. Whatever they hold, the project loads or says why not. What loads has a figure where it
 * names one, and is the same whether cells are columns of the table or picked one by one. Of an
 * edition each figure is a number on a row of the file, and new where nothing is recorded. */
#include "model/edition.h"
#include "model/panel.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char root[64];

static void write_file(const char *path, const void *bytes, size_t length)
{
    char full[256];
    snprintf(full, sizeof full, "%s/%s", root, path);
    FILE *file = fopen(full, "wb");
    if (!file || (length > 0 && fwrite(bytes, 1, length, file) != length))
        abort();
    fclose(file);
}

static void write_text(const char *path, const char *text)
{
    write_file(path, text, strlen(text));
}

static void remove_root(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", root);
    if (system(command) != 0)
        perror(root);
}

static void make_root(void)
{
    static const char *const folders[] = {"indicators", "indicators/editions", "data",
                                          "data/panels"};
    char full[128];
    snprintf(root, sizeof root, "%s/tidemark-fuzz-XXXXXX", P_tmpdir);
    if (!mkdtemp(root))
        abort();
    atexit(remove_root);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(full, sizeof full, "%s/%s", root, folders[i]);
        if (mkdir(full, 0700) != 0)
            abort();
    }
    write_text("indicators/index.yaml",
               "codebook: x\npillars: [main]\nspan: 2018..2023\ncountries: all\n");
    write_text("indicators/sources.yaml",
               "- {id: pub}\n- {id: p}\n- {id: ed, breaks: [{from: 2021, why: x}]}\n"
               "- {id: ed2020, of: ed, date: 2021-03-01, covers: 2019..2020}\n"
               "- {id: ed2021, of: ed, scale: {worst: 7, best: 1}}\n- {id: low, level: 0.68}\n");
    write_text(
        "indicators/main.yaml",
        "pillar: main\nindicators:\n"
        "  - {id: le, scale: {kind: interval, worst: 0, best: 100}}\n"
        "  - {id: eys, carry: 24 months}\n"
        "  - {id: level, scale: {kind: ordinal, levels: {0: a, 1: b, 4: c}}}\n"
        "  - {id: mean, series: [p.le, p.x, {is: p.eys, rescale: {from: [0, 9], to: [5, 1]}}],"
        " combine: mean}\n");
    write_text("data/AAA.yaml", "country: AAA\nobservations:\n  mean:\n"
                                "    - {date: 2020, value: 3, series: p.x, source: pub}\n");
}

static void fail(const char *what, uint32_t indicator, size_t row)
{
    fprintf(stderr, "%s: indicator %u, row %zu\n", what, (unsigned)indicator, row);
    abort();
}

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void compare_cells(const struct panel *one, const struct panel *other, uint32_t i)
{
    uint16_t *flags = calloc(one->rows + 1, sizeof *flags);
    if (!flags)
        abort();
    panel_flags_rows(one, i, 0, one->rows, flags);
    for (size_t row = 0; row < one->rows; row++) {
        struct observation made, picked;
        bool is = panel_observation(one, i, row, &made);
        if (is == isnan(panel_value(one, i, row)) ||
            is != panel_observation(other, i, row, &picked))
            fail("a value without an observation", i, row);
        if (is && (made.line != picked.line || made.value != picked.value ||
                   !same(made.low, picked.low) || made.date.last != picked.date.last))
            fail("another observation", i, row);
        if (!same(panel_value(one, i, row), panel_value(other, i, row)) ||
            !same(panel_low(one, i, row), panel_low(other, i, row)) ||
            !same(panel_high(one, i, row), panel_high(other, i, row)))
            fail("another value", i, row);
        if (flags[row] != panel_flags(other, i, row) || flags[row] != panel_flags(one, i, row) ||
            panel_stream(one, i, row) != panel_stream(other, i, row))
            fail("other flags or another stream", i, row);
        struct observation candidates[4];
        if ((panel_candidates(one, i, row, candidates, 4) > 0) < is)
            fail("a value without a candidate", i, row);
    }
    free(flags);
}

/* On one of the axes. Limits of knowledge that limit nothing make every cell be picked. */
static void read_both_ways(struct arena *arena, const struct project *project, size_t axis)
{
    static const int32_t firsts[] = {2018, 2019 * 4, 2020 * 12}, counts[] = {6, 8, 14};
    struct panel_options options = {.axis = (enum date_axis)axis,
                                    .first = firsts[axis],
                                    .last = firsts[axis] + counts[axis] - 1,
                                    .as_known = INT32_MAX,
                                    .as_of = INT32_MAX};
    struct panel_options picked = options;
    picked.as_of = INT32_MAX - 1;
    struct panel *panel = panel_build(arena, project, &options),
                 *other = panel_build(arena, project, &picked);
    for (uint32_t i = 0; panel && other && i < panel->indicators; i++)
        compare_cells(panel, other, i);
}

/* The edition read for all countries of the project. */
static void read_edition(struct arena *arena, const struct project *project, size_t size)
{
    struct err_list problems;
    char file[128];
    uint32_t countries[8];
    snprintf(file, sizeof file, "%s/data/panels/p.csv", root);
    struct edition_ask ask = {.name = "p",
                              .file = file,
                              .source = size % 2 ? NULL : "ed2021",
                              .dated = size % 4 < 2,
                              .first = INT32_MIN,
                              .last = INT32_MAX,
                              .countries = countries};
    for (; ask.country_count < 8 && ask.country_count < project->country_count; ask.country_count++)
        countries[ask.country_count] = (uint32_t)ask.country_count;
    err_list_init(&problems);
    edition_describe_all(arena, project, &problems);
    size_t errors = problems.errors;
    const struct edition *edition = edition_read(arena, project, &ask, &problems);
    if (!edition != (problems.errors > errors))
        fail("an edition without a problem, or the other way round", 0, 0);
    for (size_t i = 0; edition && i < edition->count; i++) {
        const struct edition_figure *figure = &edition->figures[i];
        if (isnan(figure->made.value) || edition_line(figure) < 2 ||
            (figure->fate == EDITION_NEW) != !figure->was)
            fail("a figure that is none", figure->feed->indicator, figure->record);
    }
    err_list_free(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err_list problems;
    const uint8_t *found = memmem(data, size, "\n---\n", 5);
    size_t length = found ? (size_t)(found - data) + 1 : size;
    size_t passed = found ? length + 4 : size;
    if (!root[0])
        make_root();
    write_file("data/panels/p.yaml", data, length);
    write_file("indicators/editions/p.yaml", data, length);
    write_file("data/panels/p.csv", data + passed, size - passed);
    err_list_init(&problems);
    struct arena *arena = arena_new();
    struct project *project = arena ? project_load(arena, root, &problems) : NULL;
    if (project)
        read_both_ways(arena, project, size % 3);
    if (project)
        read_edition(arena, project, size);
    err_list_free(&problems);
    arena_free(arena);
    return 0;
}
