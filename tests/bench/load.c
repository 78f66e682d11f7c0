/* Reading 20 MB of observations: project_load on a project against a bare libyaml event loop over
 * the same file, turn about in one process, the best of five each. Prints one line for
 * `make bench`. */
#include "model/project.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

enum { INDICATORS = 32, BYTES_WANTED = 20 * 1000 * 1000, ROUNDS = 5 };

static const double bound = 1.5;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static FILE *create(const char *root, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(3);
    }
    return file;
}

static void write_codebook(const char *root)
{
    FILE *index = create(root, "indicators/index.yaml");
    fputs("codebook: bench\nperiod: year\nspan: 1990..2023\npillars: [all]\n", index);
    fclose(index);
    FILE *sources = create(root, "indicators/sources.yaml");
    fputs("- {id: pub, title: A publisher}\n- {id: pub2024, of: pub, date: 2024-03-01}\n", sources);
    fclose(sources);
    FILE *pillar = create(root, "indicators/all.yaml");
    fputs("pillar: all\nindicators:\n", pillar);
    for (int i = 0; i < INDICATORS; i++)
        fprintf(pillar,
                "  - id: indicator_%02d\n    scale: {kind: interval, worst: 0, best: 100}\n"
                "    carry: 24 months\n    series: [pub.s%02d]\n",
                i, i);
    fclose(pillar);
}

/* One country's file, as an analyst's tool writes published figures: a line an observation. */
static size_t write_data(const char *root)
{
    FILE *file = create(root, "data/AAA.yaml");
    size_t observations = 0;
    fputs("country: AAA\nname: A country\nobservations:\n", file);
    for (int i = 0; i < INDICATORS; i++) {
        fprintf(file, "  indicator_%02d:\n", i);
        long until = BYTES_WANTED / INDICATORS * (i + 1);
        for (unsigned day = 0; ftell(file) < until; day++, observations++)
            fprintf(file,
                    "    - {date: %04u-%02u-%02u, value: %u.%02u, low: %u.%02u, high: %u.%02u, "
                    "series: pub.s%02d, source: pub2024}\n",
                    1900 + day / 336, day / 28 % 12 + 1, day % 28 + 1, 20 + day % 60, day % 100,
                    15 + day % 60, day % 100, 30 + day % 60, day % 100, i);
    }
    fclose(file);
    return observations;
}

static double time_loop(const char *root)
{
    char path[512];
    snprintf(path, sizeof path, "%s/data/AAA.yaml", root);
    double start = seconds();
    FILE *file = fopen(path, "rb");
    yaml_parser_t parser;
    yaml_event_t event;
    bool done = !file || !yaml_parser_initialize(&parser);
    if (done)
        exit(3);
    yaml_parser_set_input_file(&parser, file);
    while (!done) {
        if (!yaml_parser_parse(&parser, &event))
            exit(3);
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    fclose(file);
    return seconds() - start;
}

static double time_load(const char *root, size_t observations)
{
    struct err_list list;
    double start = seconds();
    err_list_init(&list);
    struct arena *arena = arena_new();
    struct project *project = arena ? project_load(arena, root, &list) : NULL;
    if (!project || list.count > 0 || project->observation_count != observations) {
        fprintf(stderr, "the project did not load: %zu problems\n", list.count);
        exit(3);
    }
    arena_free(arena);
    err_list_free(&list);
    return seconds() - start;
}

int main(void)
{
    char root[] = "/tmp/tidemark-bench-XXXXXX", path[512];
    if (!mkdtemp(root))
        return 3;
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", root, i ? "data" : "indicators");
        mkdir(path, 0700);
    }
    write_codebook(root);
    size_t observations = write_data(root);
    double ours = 1e9, theirs = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double loop = time_loop(root), load = time_load(root, observations);
        theirs = loop < theirs ? loop : theirs;
        ours = load < ours ? load : ours;
    }
    char what[80];
    snprintf(what, sizeof what, "read 20 MB, %zu observations", observations);
    printf("%-40s %8.1f ms  %-24s %8.1f ms  %5.2f  %5.2f  %s\n", what, ours * 1e3,
           "bare libyaml event loop", theirs * 1e3, ours / theirs, bound,
           ours / theirs <= bound ? "ok" : "short");
    if (getenv("KEEP")) return 0;
    static const char *const names[] = {"data/AAA.yaml", "indicators/all.yaml",
                                        "indicators/sources.yaml", "indicators/index.yaml", "data",
                                        "indicators", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", root, names[i]);
        remove(path);
    }
    return 0;
}
