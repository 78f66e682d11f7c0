#include "score/compile_frame.h"

#include <math.h>
#include <string.h>

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

/* What the figures of a kind are; NULL where they are weights of children. */
static const char *const *labels_of(enum graph_frame kind)
{
    static const char *const ends[] = {"minimum", "maximum"}, *const most[] = {"maximum"};
    static const char *const moments[] = {"mean", "sd"}, *const median[] = {"median"};
    static const char *const treatment[] = {"kind",    "lower",   "upper",
                                            "minimum", "maximum", "lambda"};
    switch (kind) {
    case GRAPH_FRAME_ENDS:
        return ends;
    case GRAPH_FRAME_MOST:
        return most;
    case GRAPH_FRAME_MEAN:
    case GRAPH_FRAME_MOMENTS:
        return moments;
    case GRAPH_FRAME_MEDIAN:
        return median;
    case GRAPH_FRAME_TREAT:
        return treatment;
    default:
        return NULL;
    }
}

/* What of a kind's figures need not be written: ends that nothing is held at, a power that is not
 * used. */
static const double *absent_of(enum graph_frame kind)
{
    static const double treatment[] = {NAN, -INFINITY, INFINITY, NAN, NAN, 0};
    return kind == GRAPH_FRAME_TREAT ? treatment : NULL;
}

uint32_t compile_frame_add(struct compiler *compiler, enum graph_frame kind, const char *name,
                           uint32_t grouping, const uint32_t *operands, size_t count,
                           const double *options, size_t option_count, const char *const *labels)
{
    struct compile_lists *lists = compiler->lists;
    uint32_t node =
        graph_frame(compiler->graph, kind, name, grouping, operands, count, options, option_count);
    for (size_t i = 0; i < lists->frame_count; i++)
        if (lists->frames[i].node == node)
            return node;
    if (node == GRAPH_NONE) {
        no_memory(compiler);
        return GRAPH_NONE;
    }
    if (!compile_build_grow(compiler, (void **)&lists->frames, lists->frame_count,
                            &lists->frame_capacity, sizeof *lists->frames))
        return GRAPH_NONE;
    /* A rule that another one uses has its own stored frame, where it goes by its own names. */
    lists->frames[lists->frame_count++] =
        (struct compile_frame){.node = node,
                               .name = name + (compiler->frame ? compiler->frame_prefix : 0),
                               .labels = labels ? labels : labels_of(kind),
                               .absent = absent_of(kind),
                               .stored = compiler->frame,
                               .rule = compiler->frame_rule};
    return node;
}

static void join(const char *const *labels, size_t count, struct text_buffer *out)
{
    for (size_t i = 0; i < count; i++)
        text_add_format(out, "%s%s", i ? ", " : "", labels[i]);
}

static bool refuse_labels(const struct compiler *compiler, const struct compile_frame *frame,
                          size_t width, const struct frame_entry *entry)
{
    struct text_buffer has = {0}, needs = {0};
    join(entry->labels, entry->count, &has);
    join(frame->labels, width, &needs);
    err_set(compiler->err, ERR_RULE_FRAME, "the frame %s holds of %s: %s; but the rule needs: %s",
            frame->stored->name, frame->name, has.bytes ? has.bytes : "nothing",
            needs.bytes ? needs.bytes : "");
    text_buffer_free(&has);
    text_buffer_free(&needs);
    return false;
}

/* Whether a stored frame has the figures that the rule needs, for some class. */
static bool check_stored(const struct compiler *compiler, const struct compile_frame *frame)
{
    struct graph_frame_info info;
    bool done = false;
    graph_frame_info(compiler->graph, frame->node, &info);
    double *figures = arena_alloc(compiler->arena, info.width, sizeof *figures);
    if (!figures)
        return no_memory(compiler);
    const struct frame_entry *entry = frame_find(frame->stored, frame->name);
    if (!entry)
        err_set(compiler->err, ERR_RULE_FRAME, "the frame %s has no figures of %s",
                frame->stored->name, frame->name);
    else
        done = frame_figures(entry, frame->labels, frame->absent, info.width, figures) ||
               refuse_labels(compiler, frame, info.width, entry);
    if (!done) {
        err_at(compiler->err, (struct err_place){.file = frame->stored->file});
        bool own = strcmp(frame->rule, frame->stored->rule) == 0;
        err_hint(compiler->err, "store it again: tidemark frame %s --rule %s%s%s%s",
                 frame->stored->name, frame->rule, own ? "" : ", or, if rule ",
                 own ? "" : frame->stored->rule,
                 own ? "" : " still takes its figures from it, under a name of its own");
    }
    return done;
}

/* The nodes that the items of the rule stand on; NULL without memory. */
static const bool *needed_nodes(const struct compiler *compiler)
{
    bool *needed = arena_alloc(compiler->arena, graph_count(compiler->graph), sizeof *needed);
    for (size_t i = 0; needed && i < compiler->count; i++) {
        const struct compile_item *item = &compiler->items[i];
        if (!item->eligible)
            continue;
        graph_mark(compiler->graph, item->node, needed);
        graph_mark(compiler->graph, item->low, needed);
        graph_mark(compiler->graph, item->high, needed);
        graph_mark(compiler->graph, item->unfilled, needed);
        for (size_t k = 0; k < item->child_count; k++)
            graph_mark(compiler->graph, item->weight_nodes[k], needed);
    }
    return needed;
}

bool compile_frame_finish(struct compiler *compiler, struct compile *compile)
{
    struct compile_lists *lists = compiler->lists;
    const bool *needed = needed_nodes(compiler);
    if (!needed)
        return no_memory(compiler);
    compile->frames = lists->frames;
    for (size_t i = 0; i < lists->frame_count; i++) {
        if (!needed[lists->frames[i].node])
            continue;
        lists->frames[compile->frame_count] = lists->frames[i];
        const struct compile_frame *frame = &lists->frames[compile->frame_count++];
        if (frame->stored && !check_stored(compiler, frame))
            return false;
    }
    return true;
}
