/* The workload of the panel benchmarks: 200 countries, 60 years, 100 indicators in 20 groups of 5
 * pillars, 4 % missing, 4 decimals; from a fixed seed, so that every run measures the same. Each
 * indicator is a country's level, a walk through the years and noise; every tenth is lognormal, so
 * that it has outliers. Header-only. */
#ifndef TIDEMARK_TESTS_BENCH_PANEL_WORKLOAD_H
#define TIDEMARK_TESTS_BENCH_PANEL_WORKLOAD_H

#include "base/elementary.h"
#include "base/random.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    PANEL_WORKLOAD_COUNTRIES = 200,
    PANEL_WORKLOAD_YEARS = 60,
    PANEL_WORKLOAD_INDICATORS = 100,
    PANEL_WORKLOAD_FIRST_YEAR = 1961,
    PANEL_WORKLOAD_GROUPS = 20,
    PANEL_WORKLOAD_PILLARS = 5,
    PANEL_WORKLOAD_CELLS =
        PANEL_WORKLOAD_COUNTRIES * PANEL_WORKLOAD_YEARS * PANEL_WORKLOAD_INDICATORS,
};

static const uint64_t panel_workload_seed = 20210901;

static inline FILE *panel_workload_create(const char *root, const char *name)
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

/* One uniform number of a stream. */
static inline double panel_workload_uniform(uint64_t stream, uint64_t at, double least, double most)
{
    double number;
    random_uniforms(panel_workload_seed, stream, at, 1, &number);
    return least + (most - least) * number;
}

/* The codebook: pillars p0..p4, groups s00..s19, indicators i000..i099, each with a weight; about
 * three in ten better when low. No goalposts: rules take them from the data. */
static inline void panel_workload_write_codebook(const char *root)
{
    enum { PER_GROUP = PANEL_WORKLOAD_INDICATORS / PANEL_WORKLOAD_GROUPS };
    enum { PER_PILLAR = PANEL_WORKLOAD_GROUPS / PANEL_WORKLOAD_PILLARS };
    FILE *index = panel_workload_create(root, "indicators/index.yaml");
    fprintf(index, "codebook: bench\nperiod: year\nspan: %d..%d\npillars: [p0, p1, p2, p3, p4]\n",
            PANEL_WORKLOAD_FIRST_YEAR, PANEL_WORKLOAD_FIRST_YEAR + PANEL_WORKLOAD_YEARS - 1);
    fclose(index);
    FILE *sources = panel_workload_create(root, "indicators/sources.yaml");
    fputs("- {id: made, title: Made for measuring}\n", sources);
    fclose(sources);
    for (int p = 0; p < PANEL_WORKLOAD_PILLARS; p++) {
        char name[64];
        snprintf(name, sizeof name, "indicators/p%d.yaml", p);
        FILE *pillar = panel_workload_create(root, name);
        fprintf(pillar, "pillar: p%d\nweight: %.3f\nindicators:\n", p,
                panel_workload_uniform(1, (uint64_t)p, 0.5, 1.5));
        for (int s = p * PER_PILLAR; s < (p + 1) * PER_PILLAR; s++) {
            fprintf(pillar, "  - group: s%02d\n    weight: %.3f\n    indicators:\n", s,
                    panel_workload_uniform(2, (uint64_t)s, 0.5, 1.5));
            for (int i = s * PER_GROUP; i < (s + 1) * PER_GROUP; i++)
                fprintf(pillar,
                        "      - {id: i%03d, scale: {kind: interval}, better: %s, weight: %.3f}\n",
                        i, panel_workload_uniform(3, (uint64_t)i, 0, 1) < 0.3 ? "low" : "high",
                        panel_workload_uniform(4, (uint64_t)i, 0.5, 1.5));
        }
        fclose(pillar);
    }
}

/* The figures, [country][year][indicator]; NaN: missing. The caller frees them. */
static inline double *panel_workload_figures(void)
{
    enum { YEARS = PANEL_WORKLOAD_YEARS, INDICATORS = PANEL_WORKLOAD_INDICATORS };
    double *figures = malloc(PANEL_WORKLOAD_CELLS * sizeof *figures);
    if (!figures)
        exit(3);
    for (int c = 0; c < PANEL_WORKLOAD_COUNTRIES; c++)
        for (int i = 0; i < INDICATORS; i++) {
            uint64_t stream = 1000 + (uint64_t)(c * INDICATORS + i);
            double steps[2 * YEARS + 2], chances[YEARS], base, walk = 0;
            random_normals(panel_workload_seed, 5, (uint64_t)c, 1, &base);
            random_normals(panel_workload_seed, stream, 0, 2 * YEARS + 2, steps);
            random_uniforms(panel_workload_seed, stream + 1000000, 0, YEARS, chances);
            double load = panel_workload_uniform(6, (uint64_t)i, 0.2, 1);
            double centre = panel_workload_uniform(7, (uint64_t)i, 10, 60);
            double spread = panel_workload_uniform(8, (uint64_t)i, 1, 9);
            for (int y = 0; y < YEARS; y++) {
                walk += 0.12 * steps[2 * y];
                double x = load * base + 0.6 * steps[2 * YEARS] + walk + 0.15 * steps[2 * y + 1];
                x = i % 10 == 0 ? 5 * elementary_exp(0.9 * x) : centre + spread * x;
                figures[(c * YEARS + y) * INDICATORS + i] = chances[y] < 0.04 ? NAN : x;
            }
        }
    return figures;
}

/* data/panels/world.csv and its description, a row a country and year or a row a figure. */
static inline void panel_workload_write_panel(const char *root, const double *figures, bool is_long)
{
    FILE *yaml = panel_workload_create(root, "data/panels/world.yaml");
    fputs("panel: world\nfile: world.csv\ncountry: country\nperiod: year\nsource: made\n", yaml);
    fputs(is_long ? "long: {series: indicator, value: value}\n" : "series: [", yaml);
    for (int i = 0; i < PANEL_WORKLOAD_INDICATORS && !is_long; i++)
        fprintf(yaml, "i%03d%s", i, i + 1 < PANEL_WORKLOAD_INDICATORS ? ", " : "]\n");
    fclose(yaml);
    FILE *csv = panel_workload_create(root, "data/panels/world.csv");
    fputs(is_long ? "country,year,indicator,value\n" : "country,year", csv);
    for (int i = 0; i < PANEL_WORKLOAD_INDICATORS && !is_long; i++)
        fprintf(csv, ",i%03d%s", i, i + 1 < PANEL_WORKLOAD_INDICATORS ? "" : "\n");
    for (int row = 0; row < PANEL_WORKLOAD_COUNTRIES * PANEL_WORKLOAD_YEARS; row++) {
        int country = row / PANEL_WORKLOAD_YEARS;
        int year = PANEL_WORKLOAD_FIRST_YEAR + row % PANEL_WORKLOAD_YEARS;
        if (!is_long)
            fprintf(csv, "C%03d,%d", country, year);
        for (int i = 0; i < PANEL_WORKLOAD_INDICATORS; i++) {
            double figure = figures[row * PANEL_WORKLOAD_INDICATORS + i];
            if (is_long && !isnan(figure))
                fprintf(csv, "C%03d,%d,i%03d,%.4f\n", country, year, i, figure);
            else if (!is_long && isnan(figure))
                fputs(",", csv);
            else if (!is_long)
                fprintf(csv, ",%.4f", figure);
        }
        if (!is_long)
            fputs("\n", csv);
    }
    fclose(csv);
}

/* The project in a new folder `root` ("/tmp/x-XXXXXX", filled in). */
static inline void panel_workload_write(char *root, bool is_long)
{
    static const char *const folders[] = {"indicators", "data", "data/panels"};
    char path[512];
    if (!mkdtemp(root)) {
        perror(root);
        exit(3);
    }
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", root, folders[i]);
        mkdir(path, 0700);
    }
    double *figures = panel_workload_figures();
    panel_workload_write_codebook(root);
    panel_workload_write_panel(root, figures, is_long);
    free(figures);
}

static inline void panel_workload_remove(const char *root)
{
    static const char *const names[] = {"data/panels/world.csv",
                                        "data/panels/world.yaml",
                                        "data/panels",
                                        "data",
                                        "indicators/sources.yaml",
                                        "indicators/index.yaml",
                                        "indicators/p0.yaml",
                                        "indicators/p1.yaml",
                                        "indicators/p2.yaml",
                                        "indicators/p3.yaml",
                                        "indicators/p4.yaml",
                                        "indicators",
                                        ""};
    char path[512];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", root, names[i]);
        remove(path);
    }
}

#endif
