#include "robust/robust_case.h"

#include "score/rule_method.h"
#include "score/rule_stage.h"

#include <string.h>

static const char *const names[] = {[ROBUST_CASE_NORMALISE] = "normalise",
                                    [ROBUST_CASE_AGGREGATE] = "aggregate",
                                    [ROBUST_CASE_LEVELS] = "levels",
                                    [ROBUST_CASE_SOURCES] = "sources"};

enum { KINDS = sizeof names / sizeof *names };

const char *robust_case_name(enum robust_case_kind kind)
{
    return names[kind];
}

bool robust_case_of(const char *name, enum robust_case_kind *kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(names[i], name) == 0) {
            *kind = (enum robust_case_kind)i;
            return true;
        }
    return false;
}

/* A copy that can be changed; NULL without memory. */
static void *copy(struct arena *arena, const void *from, size_t count, size_t size)
{
    void *to = arena_alloc(arena, count + 1, size);
    if (to && count > 0)
        memcpy(to, from, count * size);
    return to;
}

static bool refuse(struct err *err, const char *name, const char *why)
{
    err_set(err, ERR_ROBUST_FIXED, "%s cannot vary: %s", name, why);
    return err_hint(err, "leave it out of what is uncertain");
}

static bool normalises(const struct score *score)
{
    const struct codebook *codebook = score->panel->project->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        if (score->compile->read[i] && score->rule->stages[i].normalise.id != METHOD_COUNT)
            return true;
    return false;
}

/* The first item of the tree that a function puts together, SIZE_MAX when none. */
static size_t by_function(const struct score *score)
{
    for (size_t i = 0; i < score->items; i++)
        if (score->eligible[i] && score->compile->items[i].formula)
            return i;
    return SIZE_MAX;
}

static bool has_levels(const struct score *score, size_t count)
{
    const struct codebook *codebook = score->panel->project->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        if (score->compile->read[i] && codebook->indicators[i].scale.kind == SCALE_ORDINAL &&
            codebook->indicators[i].scale.level_count == count)
            return true;
    return false;
}

bool robust_case_fits(const struct score *nominal, const struct robust_choice *choice,
                      struct err *err)
{
    if (choice->kind == ROBUST_CASE_NORMALISE && !normalises(nominal))
        return refuse(err, "normalise", "the rule normalises nothing that it reads");
    if (choice->kind == ROBUST_CASE_AGGREGATE && by_function(nominal) != SIZE_MAX) {
        err_set(err, ERR_ROBUST_FIXED, "aggregate cannot vary: %s is a function of the rule",
                score_item_id(nominal, by_function(nominal)));
        return err_hint(err, "leave it out of what is uncertain");
    }
    for (size_t i = 0; choice->kind == ROBUST_CASE_LEVELS && i < choice->count; i++)
        if (!has_levels(nominal, choice->settings[i].point_count)) {
            err_set(err, ERR_ROBUST_FIXED,
                    "levels cannot vary: no indicator that the rule reads has %zu levels",
                    choice->settings[i].point_count);
            return err_hint(err, "give as many points as the scale has levels: 0/15/40/70/100");
        }
    return true;
}

/* What a case changes: copies of what it stands on. */
struct making {
    struct arena *arena;
    struct rule rule;
    struct codebook codebook;
    struct project project;
    struct panel_options options;
    bool levels;
    bool panel;
};

/* What takes the place of a method. */
static struct rule_method instead(const struct rule_method *own,
                                  const struct robust_setting *setting)
{
    if (setting->numbered)
        return rule_method_with(setting->method, setting->number);
    return own->id == setting->method ? *own : rule_method_plain(setting->method);
}

static bool set_normalise(struct making *making, const struct robust_setting *setting)
{
    struct rule *rule = &making->rule;
    const struct rule_method method = rule_method_plain(setting->method);
    rule->stages =
        copy(making->arena, rule->stages, making->codebook.indicator_count, sizeof *rule->stages);
    double to[2] = {rule->scale_worst, rule->scale_best};
    for (size_t i = 0; rule->stages && i < making->codebook.indicator_count; i++)
        if (rule->stages[i].normalise.id != METHOD_COUNT)
            rule->stages[i].normalise = instead(&rule->stages[i].normalise, setting);
    rule->normalised = rule_stage_ends(rule, &method, to);
    rule->to_worst = rule->normalised ? to[0] : rule->scale_worst;
    rule->to_best = rule->normalised ? to[1] : rule->scale_best;
    return rule->stages;
}

static bool set_aggregate(struct making *making, const struct robust_setting *setting)
{
    struct rule *rule = &making->rule;
    rule->nodes =
        copy(making->arena, rule->nodes, making->codebook.node_count, sizeof *rule->nodes);
    for (size_t i = 0; rule->nodes && i < making->codebook.node_count; i++)
        rule->nodes[i].method = instead(&rule->nodes[i].method, setting);
    rule->index.method = instead(&rule->index.method, setting);
    return rule->nodes;
}

static bool set_levels(struct making *making, const struct robust_setting *setting)
{
    struct codebook *codebook = &making->codebook;
    codebook->indicators = copy(making->arena, codebook->indicators, codebook->indicator_count,
                                sizeof *codebook->indicators);
    for (size_t i = 0; codebook->indicators && i < codebook->indicator_count; i++) {
        struct scale *scale = &codebook->indicators[i].scale;
        if (scale->kind == SCALE_ORDINAL && scale->level_count == setting->point_count)
            scale->points = setting->points;
    }
    making->levels = true;
    return codebook->indicators;
}

static bool set(struct making *making, enum robust_case_kind kind,
                const struct robust_setting *setting)
{
    switch (kind) {
    case ROBUST_CASE_NORMALISE:
        return set_normalise(making, setting);
    case ROBUST_CASE_AGGREGATE:
        return set_aggregate(making, setting);
    case ROBUST_CASE_LEVELS:
        return set_levels(making, setting);
    case ROBUST_CASE_SOURCES:
        making->options.without = setting->source == UINT32_MAX ? 0 : setting->source + 1;
        making->panel = making->options.without > 0;
        return true;
    }
    return false;
}

/* The panel of a case: the nominal one where nothing in it changes. */
static const struct panel *panel_of(struct making *making, const struct panel *nominal)
{
    struct project *project = copy(making->arena, &making->project, 1, sizeof *project);
    struct panel *panel = copy(making->arena, nominal, 1, sizeof *panel);
    struct codebook *codebook = copy(making->arena, &making->codebook, 1, sizeof *codebook);
    if (!project || !panel || !codebook)
        return NULL;
    project->codebook = codebook;
    panel->project = project;
    if (making->panel)
        return panel_build(making->arena, project, &making->options);
    return making->levels ? panel : nominal;
}

const struct score *robust_case_make(struct arena *arena, const struct score *nominal,
                                     const struct robust_choice *choices, const size_t *settings,
                                     size_t count, struct err *err)
{
    const struct panel *panel = nominal->panel;
    struct making making = {.arena = arena,
                            .rule = *nominal->rule,
                            .codebook = *panel->project->codebook,
                            .project = *panel->project,
                            .options = panel->options};
    bool made = true;
    for (size_t i = 0; made && i < count; i++)
        made = set(&making, choices[i].kind, &choices[i].settings[settings[i]]);
    struct rule *rule = made ? copy(arena, &making.rule, 1, sizeof *rule) : NULL;
    panel = rule ? panel_of(&making, panel) : NULL;
    if (!panel)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while choosing otherwise"), NULL;
    struct score_options options = {
        .threads = nominal->threads, .kernel = nominal->kernel, .host = nominal->bind.host};
    return score_run(arena, panel, rule, &options, err);
}
