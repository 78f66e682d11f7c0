/* What benchmarks of runs share: the panel workload scored as it is, without normalising. */
#ifndef TIDEMARK_TESTS_BENCH_RUN_WORKLOAD_H
#define TIDEMARK_TESTS_BENCH_RUN_WORKLOAD_H

#include "panel_workload.h"
#include "peer.h"

#include "score/score.h"

#include "base/kernel.h"

/* The index of weighted means over the panel that stands in root. */
static inline const struct score *run_workload_score(struct arena *arena, const char *root)
{
    struct err_list list;
    struct err err;
    err_list_init(&list);
    struct project *project = project_load(arena, root, &list);
    if (!project || list.count > 0)
        exit(3);
    struct panel_options options = {.axis = DATE_AXIS_YEAR,
                                    .first = project->codebook->span_first,
                                    .last = project->codebook->span_last,
                                    .as_known = INT32_MAX,
                                    .as_of = INT32_MAX};
    struct panel *panel = panel_build(arena, project, &options);
    struct rule *rule = panel ? rule_default(arena, project->codebook) : NULL;
    struct score_options how = {.threads = 1, .kernel = kernel_for(NULL)};
    for (size_t i = 0; rule && i < project->codebook->indicator_count; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_COUNT);
    if (rule)
        rule->normalised = false;
    const struct score *score = rule ? score_run(arena, panel, rule, &how, &err) : NULL;
    if (!score)
        exit(3);
    return score;
}

static inline void run_workload_report(const char *what, double ours, double theirs, double bound)
{
    if (theirs == 0)
        printf("%-40s %8.2f ms  numpy is not installed\n", what, ours * 1e3);
    else
        printf("%-40s %8.2f ms  %-24s %8.2f ms  %5.3f  %5.2f  %s\n", what, ours * 1e3, "numpy",
               theirs * 1e3, ours / theirs, bound, ours <= bound * theirs ? "ok" : "short");
}

#endif
