/* A project whose files are the input, parted by lines `---`: a pillar, the sources, a country, and
 * perhaps index.yaml and the shared events. Beside them stands a second country. Whatever they
 * hold, the project loads or says why not, and what loads is read in every way. */
#include "model/panel.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARTS = 5, PARTS_ALWAYS = 3 };

static const char *const parts[PARTS] = {"indicators/main.yaml", "indicators/sources.yaml",
                                         "data/AAA.yaml", "indicators/index.yaml",
                                         "data/shared.yaml"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_file(const char *root, const char *path, const uint8_t *bytes, size_t length)
{
    char full[256];
    snprintf(full, sizeof full, "%s/%s", root, path);
    FILE *file = fopen(full, "wb");
    if (!file)
        abort();
    if (length > 0 && fwrite(bytes, 1, length, file) != length)
        abort();
    fclose(file);
}

static void write_text(const char *root, const char *path, const char *text)
{
    write_file(root, path, (const uint8_t *)text, strlen(text));
}

static void remove_at(const char *root, const char *path)
{
    char full[256];
    snprintf(full, sizeof full, "%s/%s", root, path);
    remove(full);
}

/* Length of the part before the next line `---`; *data and *size go on behind it. */
static size_t next_part(const uint8_t **data, size_t *size)
{
    const uint8_t *found = memmem(*data, *size, "\n---\n", 5);
    size_t length = found ? (size_t)(found - *data) + 1 : *size;
    size_t passed = found ? length + 4 : length;
    *data += passed;
    *size -= passed;
    return length;
}

static void read_in_every_way(struct arena *arena, const struct project *project)
{
    static const enum date_axis axes[] = {DATE_AXIS_YEAR, DATE_AXIS_QUARTER};
    for (size_t i = 0; i < 2; i++) {
        struct panel_options options = {.axis = axes[i],
                                        .first = i ? 2019 * 4 : 2019,
                                        .last = i ? 2023 * 4 : 2023,
                                        .live = i == 0,
                                        .as_known = INT32_MAX,
                                        .as_of = INT32_MAX};
        struct panel *panel = panel_build(arena, project, &options);
        for (size_t row = 0; panel && row < panel->rows && panel->indicators > 0; row++) {
            struct observation candidates[4];
            panel_candidates(panel, 0, row, candidates, 4);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char root[64], full[128];
    struct err_list problems;
    snprintf(root, sizeof root, "%s/tidemark-fuzz-XXXXXX", P_tmpdir);
    if (!mkdtemp(root))
        abort();
    static const char *const folders[] = {"indicators", "data"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(full, sizeof full, "%s/%s", root, folders[i]);
        if (mkdir(full, 0700) != 0)
            abort();
    }
    write_text(root, "indicators/index.yaml", "codebook: x\npillars: [main]\nspan: 2019..2023\n");
    write_text(root, "data/BBB.yaml", "country: BBB\n");
    for (size_t i = 0; i < PARTS && (i < PARTS_ALWAYS || size > 0); i++) {
        const uint8_t *part = data;
        write_file(root, parts[i], part, next_part(&data, &size));
    }

    err_list_init(&problems);
    struct arena *arena = arena_new();
    struct project *project = arena ? project_load(arena, root, &problems) : NULL;
    if (project)
        read_in_every_way(arena, project);
    err_list_free(&problems);
    arena_free(arena);

    for (size_t i = 0; i < PARTS; i++)
        remove_at(root, parts[i]);
    remove_at(root, "data/BBB.yaml");
    remove_at(root, "indicators");
    remove_at(root, "data");
    remove(root);
    return 0;
}
