#include "score/score.h"

#include "score/score_bands.h"

#include <math.h>
#include <string.h>

/* Values within this share of the scale of one of its ends stand at it. */
static const double at_end = 1e-9;

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

static bool allocate(struct arena *arena, struct score *score)
{
    size_t cells = score->items * score->rows;
    score->value = arena_alloc(arena, cells, sizeof *score->value);
    score->low = arena_alloc(arena, cells, sizeof *score->low);
    score->high = arena_alloc(arena, cells, sizeof *score->high);
    score->coverage = arena_alloc(arena, cells, sizeof *score->coverage);
    score->flags = arena_alloc(arena, cells, sizeof *score->flags);
    score->eligible = arena_alloc(arena, score->items, sizeof *score->eligible);
    if (!score->value || !score->low || !score->high || !score->coverage || !score->flags ||
        !score->eligible)
        return false;
    for (size_t i = 0; i < score->items; i++)
        score->eligible[i] = score->compile->items[i].eligible;
    for (size_t i = 0; i < cells; i++)
        score->value[i] = score->low[i] = score->high[i] = score->coverage[i] = NAN;
    return true;
}

static bool evaluate(struct arena *arena, struct score *score)
{
    const struct compile *compile = score->compile;
    const struct panel *panel = score->panel;
    struct arena_mark mark = arena_mark(arena);
    struct graph_column *sources = arena_alloc(arena, panel->indicators, sizeof *sources);
    uint32_t *wanted = arena_alloc(arena, score->items, sizeof *wanted);
    double **out = arena_alloc(arena, score->items, sizeof *out);
    size_t count = 0;
    if (!sources || !wanted || !out)
        return false;
    for (uint32_t i = 0; i < panel->indicators; i++)
        sources[i] = (struct graph_column){panel_column(panel, i), 1};
    for (size_t i = 0; i < score->items; i++) {
        if (!score->eligible[i])
            continue;
        wanted[count] = compile->items[i].node;
        out[count++] = score->value + i * score->rows;
    }
    struct graph_binding binding = {.sources = sources, .source_count = panel->indicators};
    bool done = graph_evaluate(compile->graph, &binding, score->rows, wanted, count, out,
                               score->kernel, arena);
    arena_rewind(arena, mark);
    return done;
}

static void mark_indicator(struct score *score, size_t item)
{
    const struct panel *panel = score->panel;
    uint32_t indicator = panel->project->codebook->nodes[item].indicator;
    for (size_t row = 0; row < score->rows; row++) {
        size_t at = item * score->rows + row;
        unsigned flags = panel_flags(panel, indicator, row);
        bool there = !isnan(panel_value(panel, indicator, row));
        bool observed = there && !(flags & (PANEL_IMPUTED | PANEL_ASSUMED));
        score->coverage[at] = observed ? 1 : 0;
        score->flags[at] = there ? (uint16_t)flags : 0;
    }
}

static uint16_t end_flags(const struct rule *rule, double value)
{
    double slack = at_end * (rule->to_best - rule->to_worst);
    if (!rule->normalised)
        return 0;
    if (value <= rule->to_worst + slack)
        return PANEL_FLOOR;
    return value >= rule->to_best - slack ? PANEL_CEILING : 0;
}

/* What entered an aggregate at a row; a child below a geometric floor puts the mean at its floor.
 */
static uint16_t entered_flags(const struct score *score, const struct compile_item *item,
                              size_t row)
{
    unsigned flags = 0;
    for (size_t i = 0; i < item->child_count; i++) {
        size_t at = item->children[i] * score->rows + row;
        if (isnan(score->value[at]))
            continue;
        flags |= score->flags[at] & ~(unsigned)(PANEL_FLOOR | PANEL_CEILING);
        if (item->mean.average == GRAPH_GEOMETRIC && score->value[at] < item->mean.floor)
            flags |= PANEL_FLOOR;
    }
    return (uint16_t)flags;
}

static void mark_aggregate(struct score *score, size_t item)
{
    const struct compile_item *made = &score->compile->items[item];
    double total = 0;
    for (size_t i = 0; i < made->child_count + made->withheld; i++)
        total += made->weights[i];
    for (size_t row = 0; row < score->rows; row++) {
        size_t at = item * score->rows + row;
        double covered = 0;
        for (size_t i = 0; i < made->child_count; i++)
            covered += made->weights[i] * score->coverage[made->children[i] * score->rows + row];
        score->coverage[at] = covered / total;
        if (!isnan(score->value[at]))
            score->flags[at] = (uint16_t)(entered_flags(score, made, row) |
                                          end_flags(score->rule, score->value[at]));
    }
}

/* Children stand behind their parents and the index is the last item: the index comes at the end.
 */
static void mark_all(struct score *score)
{
    const struct codebook *codebook = score->panel->project->codebook;
    for (size_t i = codebook->node_count; i-- > 0;) {
        if (!score->eligible[i])
            continue;
        if (codebook->nodes[i].kind == NODE_INDICATOR)
            mark_indicator(score, i);
        else
            mark_aggregate(score, i);
    }
    if (score->eligible[codebook->node_count])
        mark_aggregate(score, codebook->node_count);
}

/* Values that stand in the periods, those taken as exact, and provisional codings, each of these
 * once. */
static bool count_values(struct arena *arena, struct score *score,
                         const struct score_options *options)
{
    const struct panel *panel = score->panel;
    const struct codebook *codebook = panel->project->codebook;
    struct arena_mark mark = arena_mark(arena);
    bool *seen = arena_alloc(arena, panel->project->observation_count, sizeof *seen);
    if (!seen)
        return false;
    for (uint32_t i = 0; i < panel->indicators; i++) {
        if (!score->eligible[codebook->indicators[i].node])
            continue;
        for (size_t row = 0; row < panel->rows; row++) {
            int32_t period = panel_period(panel, row);
            if (isnan(panel_value(panel, i, row)) || period < options->draws_first ||
                period > options->draws_last)
                continue;
            score->present++;
            score->exact += isnan(panel_low(panel, i, row)) ? 1 : 0;
            if (!(panel_flags(panel, i, row) & PANEL_DRAFT))
                continue;
            uint32_t origin = panel_origin(panel, i, row);
            if (origin == UINT32_MAX || seen[origin])
                continue;
            seen[origin] = true;
            score->drafts++;
        }
    }
    arena_rewind(arena, mark);
    return true;
}

struct score *score_run(struct arena *arena, const struct panel *panel, const struct rule *rule,
                        const struct score_options *options, struct err *err)
{
    struct score *score = arena_alloc(arena, 1, sizeof *score);
    const struct compile *compile = compile_rule(arena, rule, panel->project->codebook);
    if (!score || !compile) {
        out_of_memory(err);
        return NULL;
    }
    *score = (struct score){.panel = panel,
                            .rule = rule,
                            .compile = compile,
                            .kernel = options->kernel,
                            .items = compile->count,
                            .rows = panel->rows};
    if (!allocate(arena, score) || !evaluate(arena, score)) {
        out_of_memory(err);
        return NULL;
    }
    mark_all(score);
    if (!count_values(arena, score, options) || !score_bands(arena, score, options)) {
        out_of_memory(err);
        return NULL;
    }
    return score;
}

double score_value(const struct score *score, size_t item, size_t row)
{
    return score->value[item * score->rows + row];
}

double score_low(const struct score *score, size_t item, size_t row)
{
    return score->low[item * score->rows + row];
}

double score_high(const struct score *score, size_t item, size_t row)
{
    return score->high[item * score->rows + row];
}

double score_coverage(const struct score *score, size_t item, size_t row)
{
    return score->coverage[item * score->rows + row];
}

unsigned score_flags(const struct score *score, size_t item, size_t row)
{
    return score->flags[item * score->rows + row];
}

size_t score_item(const struct score *score, struct text id)
{
    const struct codebook *codebook = score->panel->project->codebook;
    if (text_is(id, "index"))
        return codebook->node_count;
    uint32_t node = map_get(codebook->by_id, id);
    return node == MAP_NONE ? SIZE_MAX : node;
}

const char *score_item_id(const struct score *score, size_t item)
{
    const struct codebook *codebook = score->panel->project->codebook;
    return item < codebook->node_count ? codebook->nodes[item].id : "index";
}

const char *score_item_level(const struct score *score, size_t item)
{
    static const char *const names[] = {
        [NODE_PILLAR] = "pillar", [NODE_GROUP] = "group", [NODE_INDICATOR] = "indicator"};
    const struct codebook *codebook = score->panel->project->codebook;
    return item < codebook->node_count ? names[codebook->nodes[item].kind] : "index";
}

size_t score_row(const struct score *score, uint32_t country, int32_t period)
{
    const struct panel_options *options = &score->panel->options;
    if (period < options->first || period > options->last || country >= score->panel->countries)
        return SIZE_MAX;
    return (size_t)(period - options->first) * score->panel->countries + country;
}

bool score_default_period(const struct score *score, int32_t *period, size_t *countries_with)
{
    const struct panel_options *options = &score->panel->options;
    const double *index = score->value + (score->items - 1) * score->rows;
    *countries_with = 0;
    for (int32_t at = options->last; at >= options->first; at--) {
        size_t with = 0;
        for (uint32_t country = 0; country < score->panel->countries; country++)
            with += isnan(index[score_row(score, country, at)]) ? 0 : 1;
        if (with > *countries_with) {
            *countries_with = with;
            *period = at;
        }
    }
    return *countries_with > 0;
}
