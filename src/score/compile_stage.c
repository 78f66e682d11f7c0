#include "score/compile_stage.h"

#include "score/compile_frame.h"

#include <math.h>

/* What the stages of one indicator share. */
struct stage {
    struct compiler *compiler;
    struct graph *graph;
    const struct indicator *indicator;
    const struct rule_stages *stages;
    struct compile_item *item;
};

static uint32_t frame_of(struct stage *stage, enum graph_frame kind, const char *key,
                         const struct rule_method *method, uint32_t operand, const double *options,
                         size_t option_count)
{
    const char *name = compile_build_name(stage->compiler, key, NULL, stage->indicator->id);
    uint32_t grouping = compile_build_over(stage->compiler, method, NULL);
    return name ? compile_frame_add(stage->compiler, kind, name, grouping, &operand, 1, options,
                                    option_count, NULL)
                : GRAPH_NONE;
}

static uint32_t treat(struct stage *stage, uint32_t x)
{
    const struct rule_method *method = &stage->stages->treat;
    if (method->id == METHOD_COUNT)
        return x;
    const struct rule_setting *otherwise = rule_method_setting(method, "otherwise");
    double after = otherwise->given && text_is(text_of(otherwise->text), "none") ? 0 : 1;
    if (method->id == METHOD_LOG)
        after = 2;
    if (method->id == METHOD_BOXCOX)
        after = 3;
    double options[] = {
        rule_method_number(method, "skew", 2), rule_method_number(method, "kurtosis", 3.5),
        rule_method_number(method, "max", 5), after, rule_method_number(method, "lambda", 0)};
    uint32_t frame = frame_of(stage, GRAPH_FRAME_TREAT, "treat", method, x, options, 5);
    return graph_treat(stage->graph, x, frame);
}

static bool fills_with(const struct rule_method *method, const char *word)
{
    const struct rule_setting *with = rule_method_setting(method, "with");
    return method->id == METHOD_FILL && with->given && text_is(text_of(with->text), word);
}

/* A filled value, off by so many times as a parameter says what the method misses where values are
 * there, in the root mean square, times widen (GRAPH_NONE: 1). The parameter is 0 outside of runs
 * in which it varies. */
static uint32_t scattered(struct compiler *compiler, struct compile_item *item,
                          const struct rule_method *method, uint32_t filled, uint32_t miss,
                          uint32_t widen)
{
    struct graph *graph = compiler->graph;
    const char *name = compile_build_name(compiler, "scatter", NULL, item->id);
    uint32_t square = graph_binary(graph, GRAPH_MULTIPLY, miss, miss);
    uint32_t frame = name ? compile_frame_add(compiler, GRAPH_FRAME_MEAN, name,
                                              compile_build_over(compiler, method, NULL), &square,
                                              1, NULL, 0, NULL)
                          : GRAPH_NONE;
    uint32_t off = graph_map(graph, GRAPH_SQRT, graph_figure(graph, frame, 0));
    if (widen != GRAPH_NONE)
        off = graph_binary(graph, GRAPH_MULTIPLY, off, widen);
    off = graph_binary(graph, GRAPH_DEFAULT, off, graph_const(graph, 0));
    item->scatter = compile_build_param(compiler, "scatter", NULL, item->id, 0);
    return graph_binary(graph, GRAPH_ADD, filled,
                        graph_binary(graph, GRAPH_MULTIPLY, off, item->scatter));
}

/* A value carried. A random walk with the steps that values make in one year moves √t times as far
 * in t. */
static uint32_t carry(struct stage *stage, uint32_t x, size_t periods)
{
    struct graph *graph = stage->graph;
    struct compiler *compiler = stage->compiler;
    uint32_t carried = graph_time(graph, GRAPH_CARRY, x, periods);
    if (!compiler->rule->scatters)
        return carried;
    uint32_t step = graph_binary(graph, GRAPH_SUBTRACT, x, graph_time(graph, GRAPH_LAG, x, 1));
    uint32_t year = graph_source(graph, (uint32_t)compiler->codebook->indicator_count);
    uint32_t there = graph_map(graph, GRAPH_NOT, graph_map(graph, GRAPH_IS_MISSING, x));
    uint32_t last =
        graph_time(graph, GRAPH_CARRY, graph_binary(graph, GRAPH_ONLY_IF, year, there), periods);
    uint32_t root = graph_map(graph, GRAPH_SQRT, graph_binary(graph, GRAPH_SUBTRACT, year, last));
    return graph_binary(
        graph, GRAPH_DEFAULT, x,
        scattered(compiler, stage->item, &stage->stages->impute, carried, step, root));
}

static uint32_t fill(struct stage *stage, uint32_t x)
{
    const struct rule_method *method = &stage->stages->impute;
    size_t periods = (size_t)rule_method_number(method, "periods", 0);
    if (fills_with(method, "carry"))
        return carry(stage, x, periods);
    if (fills_with(method, "linear"))
        return graph_time(stage->graph, GRAPH_LINEAR, x, periods);
    bool mean = fills_with(method, "mean");
    if (!mean && !fills_with(method, "median"))
        return x;
    uint32_t frame =
        frame_of(stage, mean ? GRAPH_FRAME_MEAN : GRAPH_FRAME_MEDIAN, "impute", method, x, NULL, 0);
    uint32_t filled = graph_figure(stage->graph, frame, 0);
    if (stage->compiler->rule->scatters)
        filled = scattered(stage->compiler, stage->item, method, filled,
                           graph_binary(stage->graph, GRAPH_SUBTRACT, x, filled), GRAPH_NONE);
    return graph_binary(stage->graph, GRAPH_DEFAULT, x, filled);
}

/* What is filled in for a row that was screened out is none of its values. */
static uint32_t impute(struct stage *stage, uint32_t x)
{
    uint32_t filled = fill(stage, x);
    uint32_t screen = stage->compiler->screen;
    if (filled == x)
        return x;
    stage->item->unfilled = x;
    return screen == GRAPH_NONE ? filled
                                : graph_binary(stage->graph, GRAPH_ONLY_IF, filled, screen);
}

/* Levels spaced by the codebook's points instead of evenly; levels may fall. */
static uint32_t add_points(struct stage *stage, const struct graph_goalposts *spec, uint32_t value)
{
    const struct scale *scale = &stage->indicator->scale;
    size_t count = scale->level_count;
    double width = spec->to_best - spec->to_worst;
    double *from = arena_alloc(stage->compiler->arena, count, sizeof *from);
    double *to = arena_alloc(stage->compiler->arena, count, sizeof *to);
    if (!from || !to)
        return GRAPH_NONE;
    bool falling = scale->levels[0].value > scale->levels[count - 1].value;
    for (size_t i = 0; i < count; i++) {
        size_t level = falling ? count - 1 - i : i;
        from[i] = scale->levels[level].value;
        to[i] = spec->to_worst + scale->points[level] / 100 * width;
    }
    return graph_steps(stage->graph, value, from, to, count);
}

/* The ends that a method maps to: its own `to`, else the rule's. */
static struct graph_goalposts ends_of(const struct stage *stage, bool clip)
{
    const struct rule *rule = stage->compiler->rule;
    const struct rule_setting *to = rule_method_setting(&stage->stages->normalise, "to");
    struct graph_goalposts spec = {rule->to_worst, rule->to_best, clip};
    if (to->given && to->count == 2) {
        spec.to_worst = to->numbers[0];
        spec.to_best = to->numbers[1];
    }
    spec.clip = rule_method_number(&stage->stages->normalise, "clip", clip) != 0;
    return spec;
}

/* The codebook's transform of a value or a goalpost. */
static uint32_t transformed(struct stage *stage, uint32_t x)
{
    enum scale_transform transform = stage->indicator->scale.transform;
    if (transform == TRANSFORM_NONE)
        return x;
    return graph_map(stage->graph, transform == TRANSFORM_LOG ? GRAPH_LOG : GRAPH_SQRT, x);
}

static uint32_t goalposts(struct stage *stage, uint32_t x)
{
    const struct scale *scale = &stage->indicator->scale;
    struct graph_goalposts spec = ends_of(stage, true);
    stage->item->best = spec.to_best;
    if (scale->points && scale->level_count >= 2)
        return add_points(stage, &spec, x);
    const char *id = stage->indicator->id;
    uint32_t worst = compile_build_param(stage->compiler, "worst", NULL, id, scale->worst);
    uint32_t best = compile_build_param(stage->compiler, "best", NULL, id, scale->best);
    return graph_goalposts(stage->graph, &spec, transformed(stage, x), transformed(stage, worst),
                           transformed(stage, best));
}

static uint32_t frame_ends(struct stage *stage, uint32_t x)
{
    return frame_of(stage, GRAPH_FRAME_ENDS, "normalise", &stage->stages->normalise, x, NULL, 0);
}

/* From the frame's lowest to its highest value, turned round where lower is better. */
static uint32_t minmax(struct stage *stage, uint32_t x, struct graph_goalposts spec)
{
    uint32_t frame = frame_ends(stage, x);
    uint32_t least = graph_figure(stage->graph, frame, 0);
    uint32_t most = graph_figure(stage->graph, frame, 1);
    bool low = stage->indicator->better_low;
    stage->item->best = spec.to_best;
    return graph_goalposts(stage->graph, &spec, x, low ? most : least, low ? least : most);
}

static uint32_t zscore(struct stage *stage, uint32_t x)
{
    struct graph *graph = stage->graph;
    const struct rule_method *method = &stage->stages->normalise;
    uint32_t frame = frame_of(stage, GRAPH_FRAME_MOMENTS, "normalise", method, x, NULL, 0);
    uint32_t mean = graph_figure(graph, frame, 0), sd = graph_figure(graph, frame, 1);
    bool low = stage->indicator->better_low;
    double to_mean = rule_method_number(method, "mean", 0);
    double to_sd = rule_method_number(method, "sd", 1);
    uint32_t away = graph_binary(graph, GRAPH_SUBTRACT, low ? mean : x, low ? x : mean);
    uint32_t score = graph_binary(graph, GRAPH_DIVIDE, away, sd);
    if (to_sd != 1)
        score = graph_binary(graph, GRAPH_MULTIPLY, score, graph_const(graph, to_sd));
    if (to_mean != 0)
        score = graph_binary(graph, GRAPH_ADD, score, graph_const(graph, to_mean));
    return score;
}

/* Values above 1 count as 1 where the rule caps them. */
static uint32_t capped(struct stage *stage, uint32_t x)
{
    if (rule_method_number(&stage->stages->normalise, "cap", 0) == 0)
        return x;
    stage->item->best = 1;
    return graph_binary(stage->graph, GRAPH_LEAST, x, graph_const(stage->graph, 1));
}

static uint32_t to_target(struct stage *stage, uint32_t x)
{
    struct graph_goalposts spec = {0, 1, false};
    const struct indicator *indicator = stage->indicator;
    uint32_t far = graph_figure(stage->graph, frame_ends(stage, x), indicator->better_low ? 1 : 0);
    uint32_t target =
        compile_build_param(stage->compiler, "target", NULL, indicator->id, indicator->target);
    return capped(stage, graph_goalposts(stage->graph, &spec, x, far, transformed(stage, target)));
}

/* y is x with its direction. */
static uint32_t to_reference(struct stage *stage, uint32_t y)
{
    struct graph *graph = stage->graph;
    const struct rule_method *method = &stage->stages->normalise;
    const char *name = rule_method_setting(method, "country")->text;
    uint32_t country = project_country(stage->compiler->options->project, text_of(name));
    if (country == UINT32_MAX) {
        err_set(stage->compiler->err, ERR_COUNTRY_UNKNOWN,
                "%s is to be compared with \"%s\", but the project has no such country",
                stage->indicator->id, name);
        return GRAPH_NONE;
    }
    double place = country;
    uint32_t grouping = compile_build_over(stage->compiler, method, "period");
    const char *frame_name =
        compile_build_name(stage->compiler, "normalise", NULL, stage->indicator->id);
    uint32_t reference =
        frame_name ? graph_class(graph, GRAPH_REFERENCE, frame_name, grouping, &y, 1, &place, 1)
                   : GRAPH_NONE;
    uint32_t frame = frame_name ? compile_frame_add(stage->compiler, GRAPH_FRAME_ENDS, frame_name,
                                                    grouping, &y, 1, NULL, 0, NULL)
                                : GRAPH_NONE;
    uint32_t least = graph_figure(graph, frame, 0);
    uint32_t away = graph_binary(graph, GRAPH_SUBTRACT, reference, y);
    uint32_t range = graph_binary(graph, GRAPH_SUBTRACT, reference, least);
    uint32_t share = graph_binary(graph, GRAPH_DIVIDE, away, range);
    return capped(stage, graph_binary(graph, GRAPH_SUBTRACT, graph_const(graph, 1), share));
}

static uint32_t share_of_maximum(struct stage *stage, uint32_t y)
{
    uint32_t frame =
        frame_of(stage, GRAPH_FRAME_MOST, "normalise", &stage->stages->normalise, y, NULL, 0);
    return graph_binary(stage->graph, GRAPH_DIVIDE, y, graph_figure(stage->graph, frame, 0));
}

static uint32_t placed(struct stage *stage, uint32_t y)
{
    const struct rule_method *method = &stage->stages->normalise;
    uint32_t grouping = compile_build_over(stage->compiler, method, "period");
    enum graph_place kind = method->id == METHOD_PERCENTILE ? GRAPH_PERCENTILE : GRAPH_RANK;
    uint32_t place = graph_place(stage->graph, kind, grouping, y);
    if (method->id == METHOD_PERCENTILE)
        stage->item->best = 1;
    if (method->id == METHOD_BORDA)
        place = graph_binary(stage->graph, GRAPH_SUBTRACT, place, graph_const(stage->graph, 1));
    return place;
}

/* A number that has the direction of values, transformed as they are. */
static uint32_t transformed_end(struct stage *stage, double end)
{
    struct graph *graph = stage->graph;
    if (!stage->indicator->better_low)
        return transformed(stage, graph_const(graph, end));
    return graph_map(graph, GRAPH_NEGATE, transformed(stage, graph_const(graph, -end)));
}

/* y is x with its direction, as all but goalposts have it (definitions: x multiplied by its
 * direction first). */
static uint32_t scaled(struct stage *stage, uint32_t y)
{
    struct graph_goalposts spec = ends_of(stage, false);
    const double *from = rule_method_setting(&stage->stages->normalise, "from")->numbers;
    return graph_goalposts(stage->graph, &spec, y, transformed_end(stage, from[0]),
                           transformed_end(stage, from[1]));
}

/* Cuts are in the indicator's own unit, before its transform; without scores of their own,
 * categories are spread evenly, the best end where the better values are. */
static uint32_t categories(struct stage *stage, uint32_t x)
{
    const struct rule *rule = stage->compiler->rule;
    const struct rule_setting *cuts = rule_method_setting(&stage->stages->normalise, "cuts");
    const struct rule_setting *scores = rule_method_setting(&stage->stages->normalise, "scores");
    double *to = arena_alloc(stage->compiler->arena, cuts->count + 1, sizeof *to);
    double step = cuts->count ? (rule->to_best - rule->to_worst) / (double)cuts->count : 0;
    double best = -INFINITY;
    if (!to)
        return GRAPH_NONE;
    for (size_t i = 0; i <= cuts->count; i++) {
        size_t place = stage->indicator->better_low ? cuts->count - i : i;
        to[i] = scores->given ? scores->numbers[i] : rule->to_worst + step * (double)place;
        best = to[i] > best ? to[i] : best;
    }
    stage->item->best = best;
    return graph_cut(stage->graph, x, cuts->numbers, to, cuts->count);
}

static uint32_t normalise(struct stage *stage, uint32_t x)
{
    enum method_id id = stage->stages->normalise.id;
    if (id == METHOD_COUNT)
        return x;
    if (id == METHOD_GOALPOSTS)
        return goalposts(stage, x);
    if (id == METHOD_CATEGORIES)
        return categories(stage, x);
    x = transformed(stage, x);
    uint32_t y = stage->indicator->better_low ? graph_map(stage->graph, GRAPH_NEGATE, x) : x;
    stage->item->best = NAN;
    switch (id) {
    case METHOD_MINMAX:
        return minmax(stage, x, ends_of(stage, false));
    case METHOD_DISTANCE_TO_MAXIMUM:
        return minmax(stage, x, (struct graph_goalposts){0, 1, false});
    case METHOD_ZSCORE:
        return zscore(stage, x);
    case METHOD_DISTANCE_TO_TARGET:
        return to_target(stage, x);
    case METHOD_DISTANCE_TO_REFERENCE:
        return to_reference(stage, y);
    case METHOD_SHARE_OF_MAXIMUM:
        return share_of_maximum(stage, y);
    case METHOD_SCALED:
        return scaled(stage, y);
    default:
        return placed(stage, y);
    }
}

bool compile_stage_indicator(struct compiler *compiler, const struct indicator *indicator,
                             struct compile_item *item)
{
    struct graph *graph = compiler->graph;
    uint32_t index = (uint32_t)(indicator - compiler->codebook->indicators);
    struct stage stage = {compiler, graph, indicator, &compiler->rule->stages[index], item};
    uint32_t x = graph_source(graph, index);
    item->best = indicator->scale.best;
    item->stage[COMPILE_READ] = x;
    if (indicator->per != CODEBOOK_NONE)
        x = graph_binary(graph, GRAPH_DIVIDE, x, graph_source(graph, indicator->per));
    if (compiler->screen != GRAPH_NONE)
        x = graph_binary(graph, GRAPH_ONLY_IF, x, compiler->screen);
    if (compiler->rule->impute_first)
        x = impute(&stage, x);
    item->stage[COMPILE_IMPUTED] = x;
    x = treat(&stage, x);
    item->stage[COMPILE_TREATED] = x;
    if (!compiler->rule->impute_first)
        item->stage[COMPILE_IMPUTED] = x = impute(&stage, x);
    item->node = item->stage[COMPILE_NORMALISED] = normalise(&stage, x);
    return item->node != GRAPH_NONE || compiler->err->code != ERR_CODE_NONE
               ? item->node != GRAPH_NONE
               : err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

static bool fills_by_row(const struct compiler *compiler, uint32_t node)
{
    const struct compile_item *item = &compiler->items[node];
    uint32_t indicator = compiler->codebook->nodes[node].indicator;
    return item->eligible && indicator != CODEBOOK_NONE &&
           fills_with(&compiler->rule->stages[indicator].impute, "row");
}

/* The mean of the siblings that are there, of which a value that is there is one itself: without it
 * the mean of k would miss it by k / (k - 1) times as much. */
static uint32_t by_row(struct compiler *compiler, struct compile_item *item, uint32_t node,
                       uint32_t mean, const uint32_t *siblings, size_t count)
{
    struct graph *graph = compiler->graph;
    uint32_t indicator = compiler->codebook->nodes[node].indicator;
    if (!compiler->rule->scatters)
        return mean;
    uint32_t there = graph_list(graph, GRAPH_LIST_COUNT, siblings, count);
    uint32_t others = graph_binary(graph, GRAPH_SUBTRACT, there, graph_const(graph, 1));
    uint32_t share = graph_binary(graph, GRAPH_DIVIDE, there, others);
    uint32_t miss = graph_binary(graph, GRAPH_SUBTRACT, item->node, mean);
    return scattered(compiler, item, &compiler->rule->stages[indicator].impute, mean,
                     graph_binary(graph, GRAPH_MULTIPLY, miss, share), GRAPH_NONE);
}

bool compile_stage_row(struct compiler *compiler, uint32_t parent)
{
    const struct node *nodes = compiler->codebook->nodes;
    uint32_t *siblings = arena_alloc(compiler->arena, nodes[parent].child_count, sizeof *siblings);
    size_t count = 0;
    bool any = false;
    for (uint32_t c = nodes[parent].first_child; c != CODEBOOK_NONE; c = nodes[c].next)
        any = any || fills_by_row(compiler, c);
    if (!siblings)
        return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
    for (uint32_t c = nodes[parent].first_child; any && c != CODEBOOK_NONE; c = nodes[c].next) {
        if (!compile_build_item(compiler, c))
            return false;
        if (compiler->items[c].eligible)
            siblings[count++] = compiler->items[c].node;
    }
    if (count == 0)
        return true;
    uint32_t mean = graph_list(compiler->graph, GRAPH_LIST_MEAN, siblings, count);
    for (uint32_t c = nodes[parent].first_child; c != CODEBOOK_NONE; c = nodes[c].next) {
        struct compile_item *item = &compiler->items[c];
        if (!fills_by_row(compiler, c))
            continue;
        item->unfilled = item->node;
        item->node = item->stage[COMPILE_NORMALISED] =
            graph_binary(compiler->graph, GRAPH_DEFAULT, item->node,
                         by_row(compiler, item, c, mean, siblings, count));
    }
    return true;
}
