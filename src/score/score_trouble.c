#include "score/score_trouble.h"

#include <math.h>
#include <string.h>

/* What to do where figures of a kind of frame are not defined. */
static const char *remedy_of(enum graph_frame kind)
{
    switch (kind) {
    case GRAPH_FRAME_ENDS:
    case GRAPH_FRAME_MOST:
    case GRAPH_FRAME_MOMENTS:
        return "take the frame over more (over = \"all\"), give the indicator a scale and use "
               "tide.goalposts(), or leave it out";
    case GRAPH_FRAME_TREAT:
        return "leave its treatment out, or take the frame over more (over = \"all\")";
    default:
        return "give weights in the codebook or in weights = { … }, choose another aggregate, or "
               "take "
               "the frame over more";
    }
}

/* The child whose values give no weight, the node itself when it is none of them alone. */
static const char *child_of(const struct score *score, const char *id, size_t operand)
{
    size_t item = score_item(score, text_of(id));
    if (item == SIZE_MAX || operand >= score->compile->items[item].child_count)
        return id;
    return score_item_id(score, score->compile->items[item].children[operand]);
}

bool score_trouble_frame(struct arena *arena, const struct score *score,
                         const struct graph_trouble *trouble, struct err *err)
{
    struct graph_frame_info info;
    uint32_t grouping = 0;
    const char *what = graph_name(score->compile->graph, trouble->node, &grouping);
    bool frame = graph_frame_info(score->compile->graph, trouble->node, &info);
    enum graph_frame kind = frame ? info.kind : GRAPH_FRAME_PCA;
    const char *class_name = score_bind_class(arena, &score->bind, grouping, trouble->class_of);
    what = what ? what : "a frame";
    /* "normalise/le": the stage, then whose figures they are; weights are of a node's children. */
    const char *id = strchr(what, '/') ? strchr(what, '/') + 1 : what;
    const char *whose = kind >= GRAPH_FRAME_PCA ? child_of(score, id, trouble->operand) : id;
    const char *in = class_name && *class_name ? " in " : "";
    err_set(err, ERR_RULE_DATA, "%s %s%s%s (%.*s)", whose, trouble->what, in,
            class_name ? class_name : "", (int)(id > what ? id - what - 1 : 0), what);
    err_at(err, (struct err_place){.file = score->rule->file});
    return err_hint(err, "%s", remedy_of(kind));
}

/* Whether a mean is taken of values above 0, or of values of at least 0. */
static bool needs_positive(const struct graph_mean *mean)
{
    return mean->average == GRAPH_GEOMETRIC || mean->average == GRAPH_HARMONIC ||
           (mean->average == GRAPH_POWER && mean->order < 0);
}

static bool has_no_mean(const struct graph_mean *mean, double value)
{
    return needs_positive(mean) ? value <= 0 : mean->average == GRAPH_POWER && value < 0;
}

static const struct rule_method *method_of(const struct score *score, size_t item)
{
    return item < score->compile->nodes ? &score->rule->nodes[item].method
                                        : &score->rule->index.method;
}

static bool refuse(const struct score *score, size_t item, uint32_t child, size_t row,
                   struct err *err)
{
    char period[DATE_PRINT_SIZE];
    const struct panel *panel = score->panel;
    bool positive = needs_positive(&score->compile->items[item].mean);
    bool power = method_of(score, item)->id == METHOD_POWER;
    const char *name = method_at(method_of(score, item)->id)->name;
    date_period_print(panel->options.axis, panel_period(panel, row), period);
    err_set(err, ERR_RULE_DATA,
            "%s is %g, but a %s mean, as %s has it, is taken of values %s (%s %s)",
            score_item_id(score, child), score_value(score, child, row), name,
            score_item_id(score, item), positive ? "above 0" : "of at least 0",
            panel->project->countries[panel_country(panel, row)].id, period);
    err_at(err, (struct err_place){.file = score->rule->file});
    const char *order = power ? "order = …, " : "", *floor = positive ? "1" : "0";
    if (score->bind.stored)
        return err_hint(err,
                        "values beyond the ends of a stored frame stand beyond the scale: say clip "
                        "= true where they are normalised, or give the mean a floor, as in tide.%s "
                        "{ %sfloor = %s }",
                        name, order, floor);
    return err_hint(err,
                    "give it a floor, as in tide.%s { %sfloor = %s }, or map values to { 1, 100 } "
                    "when normalising",
                    name, order, floor);
}

bool score_trouble_zero(const struct score *score, size_t first_row, size_t rows, struct err *err)
{
    for (size_t item = 0; item < score->items; item++) {
        const struct compile_item *made = &score->compile->items[item];
        if (!made->eligible || made->kind != COMPILE_MEAN ||
            rule_method_setting(method_of(score, item), "floor")->given)
            continue;
        for (size_t c = 0; c < made->child_count; c++)
            for (size_t row = first_row; row < first_row + rows; row++)
                if (has_no_mean(&made->mean, score_value(score, made->children[c], row)) &&
                    !isnan(score_value(score, item, row)))
                    return refuse(score, item, made->children[c], row, err);
    }
    return true;
}
