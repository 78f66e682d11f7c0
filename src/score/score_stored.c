#include "score/score_stored.h"

#include <math.h>
#include <string.h>

/* Where the figures of one frame are put together: a class after the other. */
struct stored {
    struct arena *arena;
    struct score_bind *bind;
    const struct compile_frame *frame;
    struct graph_frame_info info;
    const struct graph_grouping *grouping; /* NULL: all rows are one class */
    size_t classes;
    bool *lacks; /* [class] */
    double *figures;
};

/* The first row of each class; NULL without memory. */
static const size_t *first_rows(const struct stored *stored)
{
    size_t *rows = arena_alloc(stored->arena, stored->classes + 1, sizeof *rows);
    for (size_t row = rows ? stored->bind->panel->rows : 0; stored->grouping && row-- > 0;)
        if (stored->grouping->classes[row] != UINT32_MAX)
            rows[stored->grouping->classes[row]] = row;
    return rows;
}

static const char *class_name(const struct stored *stored, size_t row)
{
    if (!stored->grouping)
        return "";
    const struct compile_grouping *names =
        &stored->bind->compile->groupings[stored->info.grouping - 1];
    return panel_class_name(stored->arena, stored->bind->panel, names->names, names->count, row);
}

/* The figures of every class, missing where nothing is stored for it. False without memory. */
static bool fill_figures(struct stored *stored)
{
    const size_t *rows = first_rows(stored);
    size_t width = stored->info.width;
    bool failed = false;
    for (size_t class = 0; rows && class < stored->classes; class ++) {
        struct arena_mark mark = arena_mark(stored->arena);
        const char *name = class_name(stored, rows[class]);
        const struct frame_entry *entry =
            name ? frame_find_class(stored->frame->stored, stored->frame->name, name, stored->arena,
                                    &failed)
                 : NULL;
        failed = failed || !name;
        arena_rewind(stored->arena, mark);
        stored->lacks[class] =
            !entry || !frame_figures(entry, stored->frame->labels, stored->frame->absent, width,
                                     stored->figures + class * width);
        for (size_t i = 0; stored->lacks[class] && i < width; i++)
            stored->figures[class * width + i] = NAN;
    }
    return rows && !failed;
}

/* Notes the rows of classes without figures; the first frame that lacks some counts. */
static bool mark_lacking(struct stored *stored, uint32_t **lacking)
{
    size_t total = stored->bind->panel->rows;
    uint32_t number = (uint32_t)(stored->frame - stored->bind->compile->frames) + 1;
    bool any = false;
    for (size_t class = 0; class < stored->classes; class ++)
        any = any || stored->lacks[class];
    if (!any)
        return true;
    if (!*lacking)
        *lacking = arena_alloc(stored->arena, total, sizeof **lacking);
    for (size_t row = 0; *lacking && row < total; row++) {
        uint32_t class = stored->grouping ? stored->grouping->classes[row] : 0;
        if (class != UINT32_MAX && stored->lacks[class] && !(*lacking)[row])
            (*lacking)[row] = number;
    }
    return *lacking != NULL;
}

static bool take(struct stored *stored, uint32_t **lacking)
{
    const struct score_bind *bind = stored->bind;
    graph_frame_info(bind->compile->graph, stored->frame->node, &stored->info);
    stored->grouping = stored->info.grouping ? &bind->groupings[stored->info.grouping - 1] : NULL;
    stored->classes = stored->grouping ? stored->grouping->count : 1;
    stored->lacks = arena_alloc(stored->arena, stored->classes, sizeof *stored->lacks);
    stored->figures =
        arena_alloc(stored->arena, stored->info.width * stored->classes, sizeof *stored->figures);
    return stored->lacks && stored->figures && fill_figures(stored) &&
           mark_lacking(stored, lacking);
}

bool score_stored(struct arena *arena, struct score_bind *bind)
{
    const struct compile *compile = bind->compile;
    struct graph_figures *all = arena_alloc(arena, 1, sizeof *all);
    uint32_t *lacking = NULL;
    size_t count = 0;
    if (!all)
        return false;
    all->count = graph_count(compile->graph);
    all->of = arena_alloc(arena, all->count, sizeof *all->of);
    for (size_t i = 0; all->of && i < compile->frame_count; i++) {
        struct stored stored = {.arena = arena, .bind = bind, .frame = &compile->frames[i]};
        if (!stored.frame->stored)
            continue;
        if (!take(&stored, &lacking))
            return false;
        all->of[stored.frame->node] = stored.figures;
        count++;
    }
    bind->stored = count ? all : NULL;
    bind->all_stored = count > 0 && count == compile->frame_count;
    bind->lacking = lacking;
    return all->of != NULL;
}

bool score_stored_lacks(struct arena *arena, const struct score_bind *bind, size_t row,
                        struct err *err)
{
    if (!bind->lacking || !bind->lacking[row])
        return false;
    if (!err)
        return true;
    const struct compile_frame *frame = &bind->compile->frames[bind->lacking[row] - 1];
    struct graph_frame_info info;
    graph_frame_info(bind->compile->graph, frame->node, &info);
    uint32_t class = info.grouping ? bind->groupings[info.grouping - 1].classes[row] : 0;
    const char *name = score_bind_class(arena, bind, info.grouping, class);
    const struct frame *stored = frame->stored;
    err_set(err, ERR_RULE_FRAME, "the stored frame %s has no figures of %s for %s%s%s",
            stored->name, frame->name, name && *name ? name : "all rows",
            stored->periods ? ": it was taken from " : "", stored->periods ? stored->periods : "");
    err_at(err, (struct err_place){.file = stored->file});
    err_hint(err,
             "show what it holds (--years %s), store it again with more (tidemark frame %s --rule "
             "%s), or take these figures with over = \"all\"",
             stored->periods ? stored->periods : "A..B", stored->name, frame->rule);
    return true;
}
