#include "model/codebook_build.h"

#include "base/number.h"

#include <math.h>

/* One key of levels: its number and anchor. */
static bool read_level(const struct read *read, uint32_t key, struct level *level)
{
    struct text text = tree_text(read->tree, key);
    enum number_problem problem = number_parse(text.bytes, text.length, &level->value);
    char shown[TREE_SHOWN_SIZE];
    if (problem != NUMBER_OK) {
        struct err *err = read_problem(read, key, ERR_ERROR, ERR_SCHEMA_NUMBER, "level %s is %s",
                                       tree_shown(text, shown), number_problem_text(problem));
        err_hint(err, "write levels as {0: never, 1: rarely, 2: often}");
        return false;
    }
    return read_text(read, tree_next(read->tree, key), "the anchor of a level", &level->anchor);
}

static bool read_levels(const struct read *read, uint32_t node, struct scale *scale)
{
    if (!read_kind(read, node, "levels", TREE_MAPPING))
        return false;
    size_t count = tree_count(read->tree, node);
    struct level *levels = arena_alloc(read->arena, count, sizeof *levels);
    if (count < 2) {
        read_problem(read, node, ERR_ERROR, ERR_VALUE_SCALE,
                     "an ordinal scale needs two levels or more, but has %zu", count);
        return false;
    }
    uint32_t key = tree_first(read->tree, node);
    for (size_t i = 0; levels && i < count; i++) {
        if (!read_level(read, key, &levels[i]))
            return false;
        if (i > 0 && levels[i].value <= levels[i - 1].value) {
            struct err *err = read_problem(read, key, ERR_ERROR, ERR_VALUE_SCALE,
                                           "level %g stands after level %g", levels[i].value,
                                           levels[i - 1].value);
            err_hint(err, "list levels from the lowest to the highest, each once");
            return false;
        }
        key = tree_next(read->tree, tree_next(read->tree, key));
    }
    scale->levels = levels;
    scale->level_count = levels ? count : 0;
    return levels != NULL;
}

static void read_points(const struct read *read, uint32_t node, struct scale *scale)
{
    if (!read_kind(read, node, "points", TREE_SEQUENCE))
        return;
    size_t count = tree_count(read->tree, node);
    double *points = arena_alloc(read->arena, count, sizeof *points);
    bool fine = points && count == scale->level_count;
    uint32_t item = tree_first(read->tree, node);
    for (size_t i = 0; fine && i < count; i++, item = tree_next(read->tree, item)) {
        if (!read_number(read, item, "points", &points[i]))
            return;
        fine = points[i] >= (i > 0 ? points[i - 1] : 0) && points[i] <= 100;
    }
    if (fine && points[count - 1] > points[0]) {
        scale->points = points;
        return;
    }
    struct err *err =
        read_problem(read, node, ERR_ERROR, ERR_VALUE_SCALE,
                     "points do not place %zu levels between 0 and 100", scale->level_count);
    err_hint(err, "give one number a level, none below the one before: [0, 15, 40, 70, 100]");
}

static bool read_ends(const struct read *read, uint32_t worst, uint32_t best, struct scale *scale)
{
    if (!worst && !best)
        return true;
    if (!worst || !best) {
        read_problem(read, worst ? worst : best, ERR_ERROR, ERR_VALUE_SCALE,
                     "the scale has %s but no %s: goalposts are two", worst ? "worst" : "best",
                     worst ? "best" : "worst");
        return false;
    }
    if (!read_number(read, worst, "worst", &scale->worst) ||
        !read_number(read, best, "best", &scale->best))
        return false;
    if (scale->worst != scale->best)
        return true;
    read_problem(read, best, ERR_ERROR, ERR_VALUE_SCALE,
                 "worst and best are both %g: nothing can be placed between them", scale->best);
    return false;
}

static void check_transform(const struct read *read, uint32_t node, const struct scale *scale)
{
    double least = fmin(scale->worst, scale->best);
    bool log = scale->transform == TRANSFORM_LOG;
    if (scale->transform == TRANSFORM_NONE || isnan(least) || (log ? least > 0 : least >= 0))
        return;
    read_problem(read, node, ERR_ERROR, ERR_VALUE_SCALE,
                 "the transform %s has no value at %g, an end of the scale", log ? "log" : "sqrt",
                 least);
}

/* worst and best as the levels have them, by direction. */
static void order_levels(struct scale *scale, bool better_low)
{
    double first = scale->levels[0].value, last = scale->levels[scale->level_count - 1].value;
    scale->worst = better_low ? last : first;
    scale->best = better_low ? first : last;
}

static void check_direction(const struct read *read, uint32_t better, struct indicator *indicator)
{
    const struct scale *scale = &indicator->scale;
    bool low = scale->best < scale->worst;
    if (better && !isnan(scale->worst) && low != indicator->better_low) {
        struct err *err =
            read_problem(read, better, ERR_ERROR, ERR_VALUE_DIRECTION,
                         "better is %s, but the scale runs from worst %g to best %g",
                         indicator->better_low ? "low" : "high", scale->worst, scale->best);
        err_hint(err, "worst and best say it already: delete better, or exchange them");
    }
    if (!isnan(scale->worst))
        indicator->better_low = low;
}

void codebook_build_scale(const struct read *read, uint32_t node, uint32_t better,
                          struct indicator *indicator)
{
    static const struct read_field fields[] = {
        {"kind", true},  {"levels", false},    {"worst", false}, {"best", false},
        {"unit", false}, {"transform", false}, {"points", false}};
    static const char *const directions[] = {"high", "low"},
                             *const kinds[] = {"ordinal", "interval"},
                             *const transforms[] = {"log", "sqrt"};
    uint32_t nodes[7];
    int direction = 0, kind, transform;
    struct scale *scale = &indicator->scale;
    scale->worst = scale->best = NAN;
    if (better)
        read_choice(read, better, "better", directions, 2, &direction);
    indicator->better_low = direction == 1;
    if (!node)
        return;
    read_fields(read, node, "a scale", fields, 7, nodes);
    if (!nodes[0] || !read_choice(read, nodes[0], "kind", kinds, 2, &kind))
        return;
    scale->kind = kind == 0 ? SCALE_ORDINAL : SCALE_INTERVAL;
    uint32_t foreign = kind == 0 ? nodes[2] ? nodes[2] : nodes[3] : nodes[1] ? nodes[1] : nodes[6];
    if (foreign || (kind == 0 && !nodes[1])) {
        struct err *err =
            read_problem(read, foreign ? foreign : node, ERR_ERROR, ERR_VALUE_SCALE,
                         kind == 0 ? "an ordinal scale is given by its levels"
                                   : "an interval scale has worst and best, not levels");
        err_hint(err, kind == 0 ? "write levels: {0: …, 1: …} and neither worst nor best"
                                : "write kind: ordinal, or worst: and best:");
        scale->kind = SCALE_NONE;
        return;
    }
    if (nodes[4])
        read_text(read, nodes[4], "unit", &scale->unit);
    if (nodes[5] && read_choice(read, nodes[5], "transform", transforms, 2, &transform))
        scale->transform = transform == 0 ? TRANSFORM_LOG : TRANSFORM_SQRT;
    if (kind == 0 && read_levels(read, nodes[1], scale)) {
        order_levels(scale, indicator->better_low);
        if (nodes[6])
            read_points(read, nodes[6], scale);
    } else if (kind == 0) {
        scale->kind = SCALE_NONE;
    } else if (!read_ends(read, nodes[2], nodes[3], scale)) {
        scale->worst = scale->best = NAN;
    }
    if (kind == 1)
        check_direction(read, better, indicator);
    if (nodes[5])
        check_transform(read, nodes[5], scale);
}

void codebook_build_target(const struct read *read, uint32_t node, struct indicator *indicator)
{
    const struct scale *scale = &indicator->scale;
    double target, least = fmin(scale->worst, scale->best), most = fmax(scale->worst, scale->best);
    if (!node || !read_number(read, node, "target", &target))
        return;
    struct err *err;
    if (scale->kind == SCALE_ORDINAL && (target < least || target > most)) {
        err = read_problem(read, node, ERR_ERROR, ERR_VALUE_OUTSIDE,
                           "target is %g, but the scale runs from %g to %g", target, least, most);
        err_hint(err, "a target is written in the indicator's own units");
    } else if (indicator->better_low ? target >= scale->worst : target <= scale->worst) {
        err = read_problem(read, node, ERR_ERROR, ERR_VALUE_SCALE,
                           "target is %g, which is no better than worst, %g", target, scale->worst);
        err_hint(err, "the way to a target begins at the worst end of the scale");
    } else {
        indicator->target = target;
    }
}

static bool read_rescale(const struct read *read, uint32_t node, const struct scale *scale,
                         struct series_use *use)
{
    static const struct read_field fields[] = {{"from", true}, {"to", true}, {"clip", false}};
    uint32_t nodes[3];
    if (!read_fields(read, node, "rescale", fields, 3, nodes) ||
        !load_pair(read, nodes[0], "from", use->from) ||
        !load_pair(read, nodes[1], "to", use->to) ||
        (nodes[2] && !read_bool(read, nodes[2], "clip", &use->clip)))
        return false;
    use->rescaled = true;
    if (use->from[0] == use->from[1] || use->to[0] == use->to[1]) {
        struct err *err = read_problem(read, node, ERR_ERROR, ERR_VALUE_RESCALE,
                                       "rescale from [%g, %g] to [%g, %g] has an end given twice",
                                       use->from[0], use->from[1], use->to[0], use->to[1]);
        err_hint(err, "give the two ends of each scale");
        return false;
    }
    double least = fmin(scale->worst, scale->best), most = fmax(scale->worst, scale->best);
    for (int i = 0; i < 2; i++)
        if (scale->kind == SCALE_ORDINAL && (use->to[i] < least || use->to[i] > most)) {
            read_problem(read, nodes[1], ERR_ERROR, ERR_VALUE_RESCALE,
                         "rescale leads to %g, but the scale runs from %g to %g", use->to[i], least,
                         most);
            return false;
        }
    return true;
}

static bool names_panel(const struct codebook_build *build, struct text name)
{
    for (size_t i = 0; i < build->panel_count; i++)
        if (text_is(name, build->panels[i]))
            return true;
    return false;
}

static bool read_use(const struct codebook_build *build, const struct read *read, uint32_t node,
                     const struct scale *scale, struct series_use *use)
{
    static const struct read_field fields[] = {{"is", true}, {"rescale", false}};
    uint32_t nodes[2] = {node, TREE_NONE};
    bool mapping = tree_at(read->tree, node)->kind == TREE_MAPPING;
    if (mapping && !read_fields(read, node, "a series", fields, 2, nodes))
        return false;
    if (!read_text(read, nodes[0], "series", &use->series))
        return false;
    struct text name = text_of(use->series);
    size_t dot = 0;
    while (dot < name.length && name.bytes[dot] != '.')
        dot++;
    if (dot == 0 || dot + 1 >= name.length) {
        struct err *err = read_problem(read, nodes[0], ERR_ERROR, ERR_REFERENCE_SERIES,
                                       "\"%s\" names no series of a source", use->series);
        err_hint(err, "write the source, a dot and the series: fiw.E1");
        return false;
    }
    use->family = source_find(build->sources, (struct text){name.bytes, dot});
    if (use->family == UINT32_MAX && !build->sources->incomplete &&
        !names_panel(build, (struct text){name.bytes, dot})) {
        use->family = CODEBOOK_NONE;
        read_problem(read, nodes[0], ERR_ERROR, ERR_REFERENCE_SOURCE,
                     "the series %s is of \"%.*s\", but no source has that id", use->series,
                     (int)(dot < 60 ? dot : 60), name.bytes);
        return false;
    }
    return !nodes[1] || read_rescale(read, nodes[1], scale, use);
}

void codebook_build_series(const struct codebook_build *build, const struct read *read,
                           uint32_t node, struct indicator *indicator)
{
    indicator->series_refused = !read_kind(read, node, "series", TREE_SEQUENCE);
    if (indicator->series_refused)
        return;
    size_t count = tree_count(read->tree, node);
    struct series_use *uses = arena_alloc(read->arena, count, sizeof *uses);
    uint32_t item = tree_first(read->tree, node);
    size_t used = 0;
    for (size_t i = 0; uses && i < count; i++, item = tree_next(read->tree, item)) {
        if (!read_use(build, read, item, &indicator->scale, &uses[used])) {
            indicator->series_refused = true;
            continue;
        }
        bool twice = false;
        for (size_t j = 0; j < used; j++)
            twice = twice || text_equal(text_of(uses[j].series), text_of(uses[used].series));
        if (twice)
            read_problem(read, item, ERR_ERROR, ERR_REFERENCE_TWICE,
                         "the series %s feeds the indicator twice", uses[used].series);
        else
            used++;
    }
    indicator->series = uses;
    indicator->series_count = used;
}
