#include "robust/robust_plan.h"

#include "base/elementary.h"
#include "base/random.h"
#include "score/score_draws.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A weight as it is met on the way down: a child of an item. */
struct place {
    size_t item;
    size_t child;
};

struct walk {
    const struct score *score;
    bool *met;
    struct place *places;
    size_t count;
    size_t found; /* the first item whose weights the data decide, SIZE_MAX */
};

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while planning runs");
}

/* The weights of means below an item, parents before children, each once. */
static void walk_down(struct walk *walk, size_t item)
{
    const struct compile_item *made = &walk->score->compile->items[item];
    if (walk->met[item])
        return;
    walk->met[item] = true;
    for (size_t i = 0; i < made->child_count; i++) {
        if (made->kind != COMPILE_MEAN || made->child_count < 2)
            continue;
        if (graph_param_name(walk->score->compile->graph, made->weight_nodes[i]))
            walk->places[walk->count++] = (struct place){item, i};
        else if (walk->found == SIZE_MAX)
            walk->found = item;
    }
    for (size_t i = 0; i < made->child_count; i++)
        walk_down(walk, made->children[i]);
}

/* The node of a weight in a case; GRAPH_NONE where the item is no mean there. */
static uint32_t node_of(const struct score *score, const struct place *place)
{
    const struct compile_item *made = &score->compile->items[place->item];
    bool there = made->kind == COMPILE_MEAN && place->child < made->child_count &&
                 graph_param_name(score->compile->graph, made->weight_nodes[place->child]);
    return there ? made->weight_nodes[place->child] : GRAPH_NONE;
}

static bool refuse_found(const char *id, struct err *err)
{
    err_set(err, ERR_ROBUST_FIXED,
            "the weights below %s are found in the data, so noise on them says nothing", id);
    return err_hint(err, "leave weights out of what is uncertain");
}

static bool refuse_weights(const struct walk *walk, size_t item, struct err *err)
{
    const struct compile_item *made = &walk->score->compile->items[item];
    if (walk->found != SIZE_MAX)
        return refuse_found(walk->score->compile->items[walk->found].id, err);
    err_set(err, ERR_ROBUST_FIXED, "no weights enter %s, so they cannot vary", made->id);
    return err_hint(err, made->formula ? "it is a function of the rule; leave weights out of what "
                                         "is uncertain"
                                       : "leave weights out of what is uncertain");
}

/* The weights of an item's children together. */
static double sum_of(const struct compile_item *made)
{
    double sum = 0;
    for (size_t i = 0; i < made->child_count; i++)
        sum += made->weights[i];
    return sum;
}

/* What the weights of a plan are made from. */
struct making {
    struct arena *arena;
    const struct robust_options *options;
    struct robust_plan *plan;
    struct robust_input *inputs;
    struct err *err;
};

/* Whether the weight of a place can vary in a case: it is no figure of the data, and a Dirichlet
 * distribution divides what the node divides. */
static bool can_vary(const struct making *making, const struct place *place, size_t which)
{
    const struct score *score = making->options->cases[which];
    const struct compile_item *made = &score->compile->items[place->item];
    if (made->kind != COMPILE_MEAN || place->child >= made->child_count)
        return true;
    if (!graph_param_name(score->compile->graph, made->weight_nodes[place->child]))
        return refuse_found(made->id, making->err), false;
    if (making->options->concentration == 0 || made->mean.average != GRAPH_SUM)
        return true;
    err_set(making->err, ERR_ROBUST_FIXED,
            "%s is a sum, which does not divide by its weights: they follow no Dirichlet "
            "distribution",
            made->id);
    err_hint(making->err, "weights=0.25 adds noise to each");
    return false;
}

/* One weight in all cases; false with err. */
static bool make_weight(const struct making *making, const struct place *place,
                        struct robust_weight *weight)
{
    const struct robust_options *options = making->options;
    struct arena *arena = making->arena;
    double *values = arena_alloc(arena, options->case_count, sizeof *values);
    double *scales = arena_alloc(arena, options->case_count, sizeof *scales);
    uint32_t *nodes = arena_alloc(arena, options->case_count, sizeof *nodes);
    const struct gamma_table **gammas = arena_alloc(arena, options->case_count, sizeof *gammas);
    if (!values || !scales || !nodes || !gammas)
        return out_of_memory(making->err);
    for (size_t c = 0; c < options->case_count; c++) {
        const struct compile_item *made = &options->cases[c]->compile->items[place->item];
        if (!can_vary(making, place, c))
            return false;
        nodes[c] = node_of(options->cases[c], place);
        values[c] = nodes[c] == GRAPH_NONE ? 1 : made->weights[place->child];
        if (options->concentration == 0 || nodes[c] == GRAPH_NONE || values[c] <= 0)
            continue;
        scales[c] = sum_of(made) / options->concentration;
        for (size_t same = 0; same < c && !gammas[c]; same++)
            if (gammas[same] && values[same] / scales[same] == values[c] / scales[c])
                gammas[c] = gammas[same];
        if (!gammas[c])
            gammas[c] = gamma_table_new(arena, values[c] / scales[c]);
        if (!gammas[c])
            return out_of_memory(making->err);
    }
    *weight = (struct robust_weight){.input = making->plan->input_count,
                                     .values = values,
                                     .nodes = nodes,
                                     .gammas = options->concentration > 0 ? gammas : NULL,
                                     .scales = scales};
    return true;
}

/* Inputs and weights of the plan from places found in the first case. */
static bool add_weights(const struct making *making)
{
    const struct score *score = making->options->cases[0];
    const struct compile *compile = score->compile;
    struct robust_plan *plan = making->plan;
    struct arena *arena = making->arena;
    size_t room = 1;
    for (size_t i = 0; i < compile->count; i++)
        room += compile->items[i].child_count;
    struct walk walk = {score, arena_alloc(arena, compile->count, sizeof(bool)),
                        arena_alloc(arena, room, sizeof(struct place)), 0, SIZE_MAX};
    if (!walk.met || !walk.places)
        return out_of_memory(making->err);
    walk_down(&walk, making->options->item);
    if (walk.count == 0 || walk.found != SIZE_MAX)
        return refuse_weights(&walk, making->options->item, making->err);
    struct robust_weight *weights = arena_alloc(arena, walk.count, sizeof *weights);
    for (size_t i = 0; weights && i < walk.count; i++) {
        const struct compile_item *made = &compile->items[walk.places[i].item];
        if (!make_weight(making, &walk.places[i], &weights[i]))
            return false;
        making->inputs[plan->input_count++] = (struct robust_input){
            .name = graph_param_name(compile->graph, made->weight_nodes[walk.places[i].child]),
            .kind = ROBUST_WEIGHT,
            .noise = making->options->noise};
    }
    plan->weights = weights;
    plan->weight_count = walk.count;
    return weights || out_of_memory(making->err);
}

/* Whether a frame stands on a weight that varies. */
static bool moves_frames(struct arena *arena, const struct robust_plan *plan, size_t which,
                         bool *failed)
{
    const struct compile *compile = plan->cases[which]->compile;
    bool *needed = arena_alloc(arena, graph_count(compile->graph), sizeof *needed);
    if (!needed) {
        *failed = true;
        return true;
    }
    for (size_t f = 0; f < compile->frame_count; f++)
        if (!compile->frames[f].stored)
            graph_mark(compile->graph, compile->frames[f].node, needed);
    for (size_t w = 0; w < plan->weight_count; w++)
        if (plan->weights[w].nodes[which] != GRAPH_NONE && needed[plan->weights[w].nodes[which]])
            return true;
    return false;
}

/* Whether something filled in scatters in a case: in each row by draws of its own. */
static bool scatters(const struct robust_plan *plan, size_t which)
{
    for (size_t i = 0; i < plan->imputed_count; i++)
        if (plan->imputed[i].nodes[which] != GRAPH_NONE)
            return true;
    return false;
}

/* The stream of draws of a cell that is filled in. A carried value keeps its draw, others have one
 * a period. */
static uint64_t stream_of(const struct panel *panel, const char *indicator, size_t row,
                          bool carried)
{
    char period[16];
    const char *country = panel->project->countries[panel_country(panel, row)].id;
    uint64_t stream = random_stream(0, text_of("imputed"));
    stream = random_stream(random_stream(stream, text_of(indicator)), text_of(country));
    snprintf(period, sizeof period, "%d", (int)panel_period(panel, row));
    return carried ? stream : random_stream(stream, text_of(period));
}

/* One indicator; false with err without memory. */
static bool add_filled(const struct making *making, uint32_t indicator,
                       struct robust_imputed *imputed)
{
    const struct robust_options *options = making->options;
    const struct panel *panel = options->cases[0]->panel;
    const struct codebook *codebook = panel->project->codebook;
    const char *id = codebook->indicators[indicator].id;
    uint32_t *nodes = arena_alloc(making->arena, options->case_count, sizeof *nodes);
    uint64_t *streams = arena_alloc(making->arena, panel->rows + 1, sizeof *streams);
    bool any = false, carried = false;
    if (!nodes || !streams)
        return out_of_memory(making->err);
    for (size_t c = 0; c < options->case_count; c++) {
        const struct score *score = options->cases[c];
        const struct rule_method *impute = &score->rule->stages[indicator].impute;
        nodes[c] = score->compile->items[codebook->indicators[indicator].node].scatter;
        if (nodes[c] == GRAPH_NONE)
            continue;
        carried = any ? carried : strcmp(impute->settings[0].text, "carry") == 0;
        any = true;
    }
    for (size_t row = 0; any && row < panel->rows; row++)
        if (isnan(panel_column(panel, indicator)[row]))
            streams[row] = stream_of(panel, id, row, carried);
    if (any)
        *imputed = (struct robust_imputed){nodes, streams};
    return true;
}

static bool add_imputed(const struct making *making)
{
    struct robust_plan *plan = making->plan;
    const struct panel *panel = making->options->cases[0]->panel;
    struct robust_imputed *imputed =
        arena_alloc(making->arena, panel->indicators + 1, sizeof *imputed);
    if (!imputed)
        return out_of_memory(making->err);
    for (uint32_t i = 0; i < panel->indicators; i++) {
        if (!add_filled(making, i, &imputed[plan->imputed_count]))
            return false;
        plan->imputed_count += imputed[plan->imputed_count].nodes != NULL;
    }
    plan->imputed = imputed;
    if (plan->imputed_count > 0)
        return true;
    err_set(making->err, ERR_ROBUST_FIXED, "imputed cannot vary: the rule fills nothing in");
    return err_hint(making->err, "leave it out of what is uncertain, or add impute=none+fill:mean");
}

static bool find_whole(struct arena *arena, struct robust_plan *plan, struct err *err)
{
    bool *whole = arena_alloc(arena, plan->case_count, sizeof *whole);
    bool failed = whole == NULL;
    for (size_t c = 0; !failed && c < plan->case_count; c++) {
        const struct score *score = plan->cases[c];
        bool framed = score->compile->reach != GRAPH_REACH_ROW && !score->bind.all_stored;
        uint32_t node = score->compile->items[plan->item].node;
        whole[c] = graph_reach(score->compile->graph, node) == GRAPH_REACH_PANEL ||
                   scatters(plan, c) || (plan->values && framed) ||
                   (framed && moves_frames(arena, plan, c, &failed));
    }
    plan->whole = whole;
    return !failed || out_of_memory(err);
}

const struct robust_plan *robust_plan_make(struct arena *arena,
                                           const struct robust_options *options, struct err *err)
{
    const struct score *score = options->cases[0];
    size_t room = options->choice_count + 3;
    for (size_t i = 0; i < score->compile->count; i++)
        room += score->compile->items[i].child_count;
    struct robust_plan *plan = arena_alloc(arena, 1, sizeof *plan);
    struct robust_input *inputs = arena_alloc(arena, room, sizeof *inputs);
    if (!plan || !inputs)
        return out_of_memory(err), NULL;
    *plan = (struct robust_plan){.inputs = inputs,
                                 .cases = options->cases,
                                 .case_count = options->case_count,
                                 .item = options->item,
                                 .values = options->values};
    if (options->values && score_draws_cells(score, 0, score->panel->rows) == 0) {
        err_set(err, ERR_ROBUST_FIXED, "no value has an interval or a grade, so values are exact");
        err_hint(err, "leave values out of what is uncertain");
        return NULL;
    }
    const struct making making = {arena, options, plan, inputs, err};
    if (options->imputed && !add_imputed(&making))
        return NULL;
    if (options->values)
        inputs[plan->input_count++] =
            (struct robust_input){.name = "values", .kind = ROBUST_VALUES};
    if (options->imputed)
        inputs[plan->input_count++] =
            (struct robust_input){.name = "imputed", .kind = ROBUST_IMPUTED};
    for (size_t i = 0; i < options->choice_count; i++)
        inputs[plan->input_count++] = options->choices[i];
    if ((options->noise > 0 || options->concentration > 0) && !add_weights(&making))
        return NULL;
    return find_whole(arena, plan, err) ? plan : NULL;
}

double robust_plan_weight(const struct robust_plan *plan, const struct robust_weight *weight,
                          size_t which, double u)
{
    if (!weight->gammas || !weight->gammas[which])
        return weight->values[which] * (1 + (2 * u - 1) * plan->inputs[weight->input].noise);
    return weight->scales[which] * gamma_table_quantile(weight->gammas[which], u);
}

const struct robust_weight *robust_plan_of_weight(const struct robust_plan *plan, size_t input)
{
    for (size_t w = 0; w < plan->weight_count; w++)
        if (plan->weights[w].input == input)
            return &plan->weights[w];
    return NULL;
}

double robust_plan_base(const struct robust_plan *plan, size_t input)
{
    const struct robust_weight *weight = robust_plan_of_weight(plan, input);
    if (plan->inputs[input].kind == ROBUST_CHOICE)
        return 0;
    if (!weight || !weight->gammas || !weight->gammas[0])
        return 0.5;
    double shape = weight->values[0] / weight->scales[0];
    return elementary_exp(gamma_log_below(shape, elementary_log(shape)));
}

size_t robust_plan_setting(const struct robust_input *input, double u)
{
    size_t setting = (size_t)(u * (double)input->settings);
    return setting < input->settings ? setting : input->settings - 1;
}

size_t robust_plan_case(const struct robust_plan *plan, const double *u)
{
    size_t which = 0, step = 1;
    for (size_t i = 0; i < plan->input_count; i++) {
        if (plan->inputs[i].kind != ROBUST_CHOICE)
            continue;
        which += step * robust_plan_setting(&plan->inputs[i], u[i]);
        step *= plan->inputs[i].settings;
    }
    return which;
}
