#include "score/graph_compare.h"

#include "stat/frontier.h"
#include "stat/outranking.h"
#include "stat/principal.h"
#include "stat/weights.h"

#include <math.h>

/* What the weights of a class could not be taken for, NULL when they were. */
struct outcome {
    const char *what;
    size_t column;
};

static struct outcome principal_outcome(enum principal_status status, size_t column)
{
    switch (status) {
    case PRINCIPAL_OK:
    case PRINCIPAL_NO_MEMORY:
        return (struct outcome){NULL, 0};
    case PRINCIPAL_NO_SPREAD:
        return (struct outcome){"has the same value everywhere, so it has no correlations", column};
    case PRINCIPAL_FEW_ROWS:
        return (struct outcome){"has fewer than three complete rows below it, so that its "
                                "children have no components",
                                SIZE_MAX};
    default:
        return (struct outcome){"has values too large for correlations below it", SIZE_MAX};
    }
}

static struct outcome weights_outcome(enum weights_status status, struct weights_place place)
{
    static const char *const what[] = {
        [WEIGHTS_FEW_VALUES] = "has fewer than two values",
        [WEIGHTS_NEGATIVE] = "has a value below 0, which has no entropy",
        [WEIGHTS_ALL_ZERO] = "is 0 everywhere, which has no entropy",
        [WEIGHTS_NO_SPREAD] = "has the same value everywhere, so it has no correlations",
    };
    if (status == WEIGHTS_OK || status == WEIGHTS_NO_MEMORY)
        return (struct outcome){NULL, 0};
    if (status == WEIGHTS_NO_SPREAD && place.other != place.column)
        return (struct outcome){"has too little in common with another for a correlation",
                                place.column};
    if (status == WEIGHTS_ALL_ALIKE)
        return (struct outcome){"has children that all say the same, so none weighs more",
                                SIZE_MAX};
    const char *found = status <= WEIGHTS_NO_SPREAD ? what[status] : NULL;
    return (struct outcome){found ? found : "has values that give no weights", place.column};
}

/* The first component, or as many factors as have a large eigenvalue. False without memory. */
static bool take_components(const struct graph_whole *whole, const double *const *columns,
                            size_t rows, struct arena *arena, double *weights,
                            struct outcome *outcome)
{
    struct principal principal;
    struct principal_factors rotated;
    size_t column = 0, count = whole->node->operand_count;
    enum principal_status status =
        principal_of(whole->kernel, columns, count, rows, arena, &principal, &column);
    *outcome = principal_outcome(status, column);
    if (status != PRINCIPAL_OK)
        return status != PRINCIPAL_NO_MEMORY;
    if (graph_node_kind(whole->node) == GRAPH_FRAME_PCA) {
        principal_weights(&principal, weights);
        return true;
    }
    size_t strong = principal_strong(&principal, whole->node->numbers[0]);
    if (!principal_rotate(&principal, strong, arena, &rotated))
        return false;
    principal_factor_weights(&rotated, weights);
    return true;
}

static bool take_weights(const struct graph_whole *whole, const double *const *columns, size_t rows,
                         struct arena *arena, double *weights, struct outcome *outcome)
{
    struct weights_place place = {0};
    size_t count = whole->node->operand_count;
    enum graph_frame kind = (enum graph_frame)graph_node_kind(whole->node);
    if (kind == GRAPH_FRAME_PCA || kind == GRAPH_FRAME_FACTORS)
        return take_components(whole, columns, rows, arena, weights, outcome);
    enum weights_status status =
        kind == GRAPH_FRAME_ENTROPY
            ? weights_entropy(whole->kernel, columns, count, rows, weights, &place)
            : weights_critic(whole->kernel, columns, count, rows, arena, weights, &place);
    *outcome = weights_outcome(status, place);
    return status != WEIGHTS_NO_MEMORY;
}

/* The operands of a class side by side; NULL without memory. any is false when none has a value. */
static const double *const *class_columns(const struct graph_whole *whole, size_t count,
                                          size_t class, struct arena *arena, bool *any)
{
    size_t size = graph_whole_size(whole, class);
    const double **columns = arena_alloc(arena, count, sizeof *columns);
    *any = false;
    for (size_t i = 0; columns && i < count; i++) {
        double *room = arena_alloc(arena, whole->classes->rows ? size : 0, sizeof *room);
        if (!room)
            return NULL;
        columns[i] = graph_whole_values(whole, i, class, room);
        for (size_t row = 0; !*any && row < size; row++)
            *any = !isnan(columns[i][row]);
    }
    return columns;
}

bool graph_compare_weights(struct graph_whole *whole, struct arena *arena)
{
    size_t count = whole->node->operand_count;
    bool done = true;
    for (size_t class = 0; done && class < whole->classes->count; class ++) {
        struct arena_mark mark = arena_mark(arena);
        struct outcome outcome = {NULL, 0};
        double *weights = whole->figures + class * count;
        bool any = false;
        const double *const *columns = class_columns(whole, count, class, arena, &any);
        done = columns != NULL;
        for (size_t i = 0; i < count; i++)
            weights[i] = NAN;
        if (done && any)
            done = take_weights(whole, columns, graph_whole_size(whole, class), arena, weights,
                                &outcome);
        if (outcome.what && !whole->trouble->what)
            *whole->trouble = (struct graph_trouble){
                .class_of = (uint32_t) class, .operand = outcome.column, .what = outcome.what};
        arena_rewind(arena, mark);
    }
    return done;
}

/* Copeland's scores of a class; weights are the operands behind the columns, the same in all rows
 * of a class. */
static bool order_class(const struct graph_whole *whole, const double *const *columns, size_t class,
                        struct arena *arena, double *scores)
{
    size_t count = whole->node->operand_count / 2;
    double *weights = arena_alloc(arena, count, sizeof *weights);
    if (!weights)
        return false;
    size_t first = graph_whole_row(whole, class, 0);
    for (size_t i = 0; i < count; i++)
        weights[i] = whole->columns[count + i][first];
    outranking_copeland(columns, weights, count, graph_whole_size(whole, class), scores, NULL);
    return true;
}

static const char *frontier_trouble(enum frontier_status status)
{
    switch (status) {
    case FRONTIER_NEGATIVE:
        return "has a value below 0, which benefit of the doubt cannot weigh";
    case FRONTIER_BOUNDS:
        return "has more or fewer children than shares between least and most can sum over";
    case FRONTIER_FAILED:
        return "has values for which no best weights are found";
    default:
        return NULL;
    }
}

/* What each row of a class reaches of the best with the weights that suit it most. */
static bool weigh_class(const struct graph_whole *whole, const double *const *columns, size_t class,
                        struct arena *arena, double *scores)
{
    struct frontier_place place = {0};
    size_t count = whole->node->operand_count;
    struct frontier_bounds bounds = {whole->node->numbers[0], whole->node->numbers[1]};
    enum frontier_status status = frontier_scores(columns, count, graph_whole_size(whole, class),
                                                  &bounds, arena, scores, NULL, &place);
    const char *what = frontier_trouble(status);
    if (what && !whole->trouble->what)
        *whole->trouble =
            (struct graph_trouble){.class_of = (uint32_t) class,
                                   .operand = status == FRONTIER_NEGATIVE ? place.column : SIZE_MAX,
                                   .what = what};
    for (size_t row = 0; what && row < graph_whole_size(whole, class); row++)
        scores[row] = NAN;
    return status != FRONTIER_NO_MEMORY;
}

bool graph_compare_is_threaded(void)
{
    return frontier_is_threaded();
}

bool graph_compare_rows(struct graph_whole *whole, struct arena *arena)
{
    bool copeland = graph_node_kind(whole->node) == GRAPH_COPELAND, done = true;
    size_t count = copeland ? whole->node->operand_count / 2 : whole->node->operand_count;
    for (size_t row = 0; row < whole->total; row++)
        whole->out[row] = NAN;
    for (size_t class = 0; done && class < whole->classes->count; class ++) {
        struct arena_mark mark = arena_mark(arena);
        size_t size = graph_whole_size(whole, class);
        bool any = false;
        double *scores = arena_alloc(arena, size, sizeof *scores);
        const double *const *columns = class_columns(whole, count, class, arena, &any);
        done = scores && columns;
        if (done && any)
            done = (copeland ? order_class : weigh_class)(whole, columns, class, arena, scores);
        for (size_t i = 0; done && any && i < size; i++)
            whole->out[graph_whole_row(whole, class, i)] = scores[i];
        arena_rewind(arena, mark);
    }
    return done;
}
