#include "robust/robust_case.h"

#include "score/rule_method.h"
#include "score/rule_stage.h"
#include "score/score_draws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Whether weights enter anything: some node or the headline has several children that a method puts
 * together. */
static bool weighs(const struct score *score)
{
    for (size_t i = 0; i < score->items; i++)
        if (score->eligible[i] && score->compile->items[i].kind == COMPILE_MEAN &&
            score->compile->items[i].child_count > 1)
            return true;
    return false;
}

static bool refuse_levels(const struct rule_alternative *setting, struct err *err)
{
    err_set(err, ERR_ROBUST_FIXED,
            "levels cannot vary: no indicator that the rule reads has %zu levels",
            setting->point_count);
    return err_hint(err, "give as many points as the scale has levels: 0/15/40/70/100");
}

/* A method that fills by what stands beside an indicator needs a tree. */
static bool stages_fit(const struct score *score, const struct robust_choice *choice,
                       struct err *err)
{
    const struct codebook *codebook = score->panel->project->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        if (score->compile->read[i])
            return true;
    return refuse(err, rule_uncertain_name(choice->kind), "the rule reads no indicator");
}

static bool has_conflicts(const struct score *score)
{
    const struct panel *panel = score->panel;
    for (uint32_t i = 0; i < panel->indicators; i++)
        for (size_t row = 0; score->compile->read[i] && row < panel->rows; row++)
            if (panel_flags(panel, i, row) & PANEL_CONFLICT)
                return true;
    return false;
}

/* A beta distribution lies between two ends. */
static bool between_ends(const struct score *score, struct err *err)
{
    const struct panel *panel = score->panel;
    for (uint32_t i = 0; i < panel->indicators; i++) {
        const struct indicator *indicator = &panel->project->codebook->indicators[i];
        for (size_t row = 0; score->compile->read[i] && row < panel->rows; row++) {
            if (!score_draws_uncertain(panel, i, row) ||
                (isfinite(indicator->scale.worst) && isfinite(indicator->scale.best)))
                continue;
            err_set(err, ERR_ROBUST_FIXED,
                    "values cannot follow beta distributions: %s has no worst and best",
                    indicator->id);
            return err_hint(err, "values=truncated needs no ends");
        }
    }
    return true;
}

bool robust_case_fits(const struct score *nominal, const struct robust_choice *choice,
                      struct err *err)
{
    switch (choice->kind) {
    case RULE_UNCERTAIN_VALUES:
        return choice->settings->shape != PANEL_BETA || between_ends(nominal, err);
    case RULE_UNCERTAIN_CONFLICTS:
        return has_conflicts(nominal) ||
               refuse(err, "conflicts", "no sources disagree about a value that the rule reads");
    case RULE_UNCERTAIN_NORMALISE:
        return normalises(nominal) ||
               refuse(err, "normalise", "the rule normalises nothing that it reads");
    case RULE_UNCERTAIN_WEIGHTING:
        return weighs(nominal) || refuse(err, "weighting", "no weights enter the score");
    case RULE_UNCERTAIN_TREAT:
    case RULE_UNCERTAIN_IMPUTE:
        return stages_fit(nominal, choice, err);
    case RULE_UNCERTAIN_AGGREGATE:
        if (by_function(nominal) == SIZE_MAX)
            return true;
        err_set(err, ERR_ROBUST_FIXED, "aggregate cannot vary: %s is a function of the rule",
                score_item_id(nominal, by_function(nominal)));
        return err_hint(err, "leave it out of what is uncertain");
    case RULE_UNCERTAIN_LEVELS:
        for (size_t i = 0; i < choice->count; i++)
            if (!has_levels(nominal, choice->settings[i].point_count))
                return refuse_levels(&choice->settings[i], err);
        return true;
    default:
        return true;
    }
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
                                  const struct rule_alternative *setting)
{
    if (setting->own || own->id != setting->method.id)
        return setting->own ? *own : setting->method;
    for (size_t i = 0; i < METHOD_OPTIONS_MAX; i++)
        if (setting->method.settings[i].given)
            return setting->method;
    return *own;
}

static bool set_stage(struct making *making, enum rule_uncertain_kind kind,
                      const struct rule_alternative *setting)
{
    struct rule *rule = &making->rule;
    rule->stages =
        copy(making->arena, rule->stages, making->codebook.indicator_count, sizeof *rule->stages);
    for (size_t i = 0; rule->stages && i < making->codebook.indicator_count; i++) {
        struct rule_stages *stages = &rule->stages[i];
        struct rule_method *method = kind == RULE_UNCERTAIN_TREAT    ? &stages->treat
                                     : kind == RULE_UNCERTAIN_IMPUTE ? &stages->impute
                                                                     : &stages->normalise;
        if (kind != RULE_UNCERTAIN_NORMALISE || method->id != METHOD_COUNT)
            *method = instead(method, setting);
    }
    if (kind != RULE_UNCERTAIN_NORMALISE || setting->own)
        return rule->stages;
    double to[2] = {rule->scale_worst, rule->scale_best};
    rule->normalised = rule_stage_ends(rule, &setting->method, to);
    rule->to_worst = rule->normalised ? to[0] : rule->scale_worst;
    rule->to_best = rule->normalised ? to[1] : rule->scale_best;
    return rule->stages;
}

static bool set_aggregate(struct making *making, const struct rule_alternative *setting)
{
    struct rule *rule = &making->rule;
    rule->nodes =
        copy(making->arena, rule->nodes, making->codebook.node_count, sizeof *rule->nodes);
    for (size_t i = 0; rule->nodes && i < making->codebook.node_count; i++)
        rule->nodes[i].method = instead(&rule->nodes[i].method, setting);
    rule->index.method = instead(&rule->index.method, setting);
    return rule->nodes;
}

/* Weights are those of another rule; what the headline is made of stays. */
static bool set_weighting(struct making *making, const struct rule_alternative *setting)
{
    struct rule *rule = &making->rule;
    const struct rule *other = setting->weights;
    if (setting->own)
        return true;
    rule->nodes =
        copy(making->arena, rule->nodes, making->codebook.node_count, sizeof *rule->nodes);
    for (size_t i = 0; rule->nodes && i < making->codebook.node_count; i++)
        rule->nodes[i].weighting = other->nodes[i].weighting;
    rule->index.weighting = other->index.weighting;
    rule->node_weight = other->node_weight;
    rule->index_weight = other->index_weight;
    return rule->nodes;
}

static bool set_levels(struct making *making, const struct rule_alternative *setting)
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

static bool set_left_out(struct making *making, enum rule_uncertain_kind kind, uint32_t left_out)
{
    size_t count;
    if (left_out == UINT32_MAX)
        return true;
    making->panel = true;
    if (kind == RULE_UNCERTAIN_SOURCES) {
        making->options.without = left_out + 1;
        return true;
    }
    const char **coders = robust_case_coders(making->arena, &making->project, &count);
    making->options.without_coder = coders && left_out < count ? coders[left_out] : NULL;
    return coders != NULL;
}

static bool set(struct making *making, enum rule_uncertain_kind kind,
                const struct rule_alternative *setting)
{
    switch (kind) {
    case RULE_UNCERTAIN_VALUES:
        making->options.shape = setting->shape;
        return true;
    case RULE_UNCERTAIN_CONFLICTS:
        making->options.conflicts = making->panel = true;
        return true;
    case RULE_UNCERTAIN_IMPUTED:
        making->rule.scatters = true;
        return true;
    case RULE_UNCERTAIN_WEIGHTING:
        return set_weighting(making, setting);
    case RULE_UNCERTAIN_NORMALISE:
    case RULE_UNCERTAIN_TREAT:
    case RULE_UNCERTAIN_IMPUTE:
        return set_stage(making, kind, setting);
    case RULE_UNCERTAIN_AGGREGATE:
        return set_aggregate(making, setting);
    case RULE_UNCERTAIN_LEVELS:
        return set_levels(making, setting);
    case RULE_UNCERTAIN_SOURCES:
    case RULE_UNCERTAIN_CODERS:
        return set_left_out(making, kind, setting->left_out);
    default:
        return true;
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **robust_case_coders(struct arena *arena, const struct project *project, size_t *count)
{
    const char **coders = arena_alloc(arena, project->observation_count + 1, sizeof *coders);
    *count = 0;
    for (size_t i = 0; coders && i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        bool met = !made->coder || made->use;
        for (size_t c = 0; !met && c < *count; c++)
            met = strcmp(coders[c], made->coder) == 0;
        if (!met)
            coders[(*count)++] = made->coder;
    }
    if (coders && *count > 1)
        qsort(coders, *count, sizeof *coders, by_text);
    return coders;
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
    panel->options = making->options;
    if (making->panel)
        return panel_build(making->arena, project, &making->options);
    return making->levels || making->options.shape != nominal->options.shape ? panel : nominal;
}

/* Whether what a rule fills in can scatter: by a spread that the data give. */
static bool can_scatter(const struct making *making, const struct score *nominal, struct err *err)
{
    const struct codebook *codebook = &making->codebook;
    for (size_t i = 0; making->rule.scatters && i < codebook->indicator_count; i++) {
        const struct rule_method *impute = &making->rule.stages[i].impute;
        const char *with = impute->id == METHOD_FILL ? impute->settings[0].text : NULL;
        if (!with || !nominal->compile->read[i])
            continue;
        bool carried = strcmp(with, "carry") == 0, row = strcmp(with, "row") == 0;
        const char *why = strcmp(with, "linear") == 0 ? "a line between two values has no spread"
                          : carried && codebook->axis != DATE_AXIS_YEAR
                              ? "how far a carried value moves is known by years alone"
                          : making->rule.stored && !row
                              ? "figures are taken from a stored frame, which has no spread"
                              : NULL;
        if (!why)
            continue;
        err_set(err, ERR_ROBUST_FIXED, "imputed cannot vary: %s is filled by %s, and %s",
                codebook->indicators[i].id, with, why);
        return err_hint(err, "leave it out of what is uncertain, or fill otherwise");
    }
    return true;
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
    if (made && !can_scatter(&making, nominal, err))
        return NULL;
    struct rule *rule = made ? copy(arena, &making.rule, 1, sizeof *rule) : NULL;
    panel = rule ? panel_of(&making, panel) : NULL;
    if (!panel)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while choosing otherwise"), NULL;
    struct score_options options = {
        .threads = nominal->threads, .kernel = nominal->kernel, .host = nominal->bind.host};
    return score_run(arena, panel, rule, &options, err);
}
