#include "score/score_frame.h"

#include "score/rule_check.h"

#include <string.h>

/* A frame being gathered. */
struct gathering {
    struct arena *arena;
    const struct panel *panel;
    const struct score *score;
    const struct score_options *options;
    const struct graph_figures *figures;
    struct frame_entry *entries;
    size_t count;
};

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while taking figures");
}

struct text score_frame_stage(const char *name)
{
    size_t end = strcspn(name, "/"), start = end;
    while (start > 0 && name[start - 1] != ':')
        start--;
    return (struct text){name + start, end - start};
}

static bool is_framed(const struct gathering *gathering, size_t row)
{
    const struct score_options *options = gathering->options;
    int32_t period = panel_period(gathering->panel, row);
    return !options->framed || (period >= options->framed_first && period <= options->framed_last &&
                                (!options->framed_countries ||
                                 options->framed_countries[panel_country(gathering->panel, row)]));
}

static const char *remark_of(enum graph_frame kind)
{
    return kind == GRAPH_FRAME_TREAT
               ? "kind 0: values stay as they are; 1: held between lower and upper; 2: their "
                 "logarithm, 3: that of the mirrored column, both from minimum and maximum; 4: Box "
                 "and Cox's power lambda"
               : NULL;
}

/* Classes of a frame that have a row in what is looked at; NULL without memory. */
static const bool *classes_of(const struct gathering *gathering,
                              const struct graph_grouping *grouping, size_t count)
{
    bool *found = arena_alloc(gathering->arena, count + 1, sizeof *found);
    for (size_t row = 0; found && row < gathering->panel->rows; row++) {
        uint32_t class = grouping ? grouping->classes[row] : 0;
        if (class != UINT32_MAX && is_framed(gathering, row))
            found[class] = true;
    }
    return found;
}

static bool add_frame(struct gathering *gathering, const struct compile_frame *frame)
{
    struct graph_frame_info info;
    const struct score_bind *bind = &gathering->score->bind;
    graph_frame_info(bind->compile->graph, frame->node, &info);
    const struct graph_grouping *grouping =
        info.grouping ? &bind->groupings[info.grouping - 1] : NULL;
    size_t count = grouping ? grouping->count : 1;
    const bool *found = classes_of(gathering, grouping, count);
    struct frame_entry *entries = arena_grow(gathering->arena, gathering->entries, gathering->count,
                                             gathering->count + count, sizeof *entries);
    if (!found || !entries)
        return false;
    gathering->entries = entries;
    for (uint32_t class = 0; class < count; class ++) {
        if (!found[class])
            continue;
        const char *name = score_bind_class(gathering->arena, bind, info.grouping, class);
        entries[gathering->count++] = (struct frame_entry){
            .name = frame->name,
            .class_name = name,
            .labels = frame->labels,
            .figures = gathering->figures->of[frame->node] + class * info.width,
            .count = info.width,
            .absent = frame->absent,
            .remark = remark_of(info.kind)};
        if (!name)
            return false;
    }
    return true;
}

/* Where a frame comes among others: by rule (one that this one uses has its name before), stage,
 * place in the codebook. */
struct place {
    const struct compile_frame *frame;
    struct text rule;
    size_t stage;
    uint32_t node;
};

static struct place place_of(const struct gathering *gathering, const struct compile_frame *frame)
{
    static const char *const stages[] = {"treat", "impute", "normalise", "weights", "formula"};
    struct text stage = score_frame_stage(frame->name);
    const char *id = stage.bytes + stage.length + 1;
    struct place place = {.frame = frame,
                          .rule = {frame->name, (size_t)(stage.bytes - frame->name)}};
    while (place.stage + 1 < sizeof stages / sizeof *stages && !text_is(stage, stages[place.stage]))
        place.stage++;
    struct text of = {id, strcspn(id, "/")};
    place.node = map_get(gathering->panel->project->codebook->by_id, of);
    return place;
}

static bool comes_before(const struct place *a, const struct place *b)
{
    size_t length = a->rule.length < b->rule.length ? a->rule.length : b->rule.length;
    int order = memcmp(a->rule.bytes, b->rule.bytes, length);
    if (order != 0 || a->rule.length != b->rule.length)
        return order != 0 ? order < 0 : a->rule.length < b->rule.length;
    if (a->stage != b->stage)
        return a->stage < b->stage;
    return a->node != b->node ? a->node < b->node : a->frame->node < b->frame->node;
}

static bool add_frames(struct gathering *gathering)
{
    size_t count = 0;
    const struct compile *compile = gathering->score->compile;
    struct place *places = arena_alloc(gathering->arena, compile->frame_count, sizeof *places);
    if (!places)
        return false;
    for (size_t i = 0; i < compile->frame_count; i++) {
        if (compile->frames[i].stored)
            continue;
        struct place place = place_of(gathering, &compile->frames[i]);
        size_t at = count++;
        for (; at > 0 && comes_before(&place, &places[at - 1]); at--)
            places[at] = places[at - 1];
        places[at] = place;
    }
    for (size_t i = 0; i < count; i++)
        if (!add_frame(gathering, places[i].frame))
            return false;
    return true;
}

static bool refuse_empty(const struct rule *rule, struct err *err)
{
    err_set(err, ERR_RULE_NO_FIGURES,
            "there is nothing to store: no stage of the rule %s takes a figure from the data",
            rule->name);
    err_at(err, (struct err_place){.file = rule->file});
    return err_hint(err, "its scores move only with a country's own values; a frame holds what "
                         "methods such as tide.minmax, tide.zscore, tide.winsorise and tide.pca "
                         "take from all of them");
}

static bool check_rule(struct arena *arena, const struct panel *panel, const struct rule *rule,
                       struct err *err)
{
    const char *found = rule_check_unstorable(arena, rule, panel->project->codebook);
    if (!found)
        return true;
    err_set(err, ERR_RULE_UNSTORABLE,
            "%s, which compares the countries of the day with each other: a stored frame cannot "
            "hold that",
            found);
    err_at(err, (struct err_place){.file = rule->file});
    return err_hint(err, "choose a method that takes figures from the data, such as tide.minmax or "
                         "tide.zscore");
}

static const char *periods_of(struct arena *arena, const struct panel *panel,
                              const struct score_options *options)
{
    char first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    int32_t from = options->framed ? options->framed_first : panel->options.first;
    int32_t to = options->framed ? options->framed_last : panel->options.last;
    date_period_print(panel->options.axis, from, first);
    date_period_print(panel->options.axis, to, last);
    return from == to ? arena_printf(arena, "%s", first)
                      : arena_printf(arena, "%s..%s", first, last);
}

static size_t countries_of(const struct panel *panel, const struct score_options *options)
{
    size_t count = 0;
    for (size_t i = 0; i < panel->countries; i++)
        count += !options->framed || !options->framed_countries || options->framed_countries[i];
    return count;
}

const struct frame *score_frame(struct arena *arena, const struct panel *panel,
                                const struct rule *rule, const struct score_options *options,
                                const char *name, const char *command, struct err *err)
{
    struct score *score = arena_alloc(arena, 1, sizeof *score);
    struct graph_figures *figures = arena_alloc(arena, 1, sizeof *figures);
    struct frame *frame = arena_alloc(arena, 1, sizeof *frame);
    struct gathering gathering = {
        .arena = arena, .panel = panel, .score = score, .options = options, .figures = figures};
    if (!score || !figures || !frame) {
        no_memory(err);
        return NULL;
    }
    if (!check_rule(arena, panel, rule, err) ||
        !score_figures(arena, panel, rule, options, score, figures, err))
        return NULL;
    const char *periods = periods_of(arena, panel, options);
    if (!periods || !add_frames(&gathering)) {
        no_memory(err);
        return NULL;
    }
    *frame = (struct frame){.name = name,
                            .rule = rule->name,
                            .periods = periods,
                            .countries = countries_of(panel, options),
                            .command = command,
                            .entries = gathering.entries,
                            .entry_count = gathering.count};
    return gathering.count > 0 || refuse_empty(rule, err) ? frame : NULL;
}
