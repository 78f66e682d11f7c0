#include "score/score_change.h"

#include "score/rule_mix.h"
#include "score/score_rows.h"
#include "score/score_shapley.h"

#include <math.h>
#include <string.h>

static const struct rows_column columns[SCORE_CHANGE_COLUMNS] = {
    [SCORE_CHANGE_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCORE_CHANGE_FROM] = {"from", NULL, ROWS_TEXT, 0},
    [SCORE_CHANGE_TO] = {"to", NULL, ROWS_TEXT, 0},
    [SCORE_CHANGE_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCORE_CHANGE_BEFORE] = {"before", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_AFTER] = {"after", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_CONTRIBUTION] = {"contribution", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCORE_CHANGE_LOW] = {"low", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_HIGH] = {"high", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_CAUSE] = {"cause", NULL, ROWS_TEXT, 0},
    [SCORE_CHANGE_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
    [SCORE_CHANGE_PART + SCORE_CAUSE_EVENT] = {"event", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_PART + SCORE_CAUSE_CORRECTION] = {"correction", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_PART + SCORE_CAUSE_METHOD] = {"method", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_PART + SCORE_CAUSE_DATA] = {"new_data", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_PART + SCORE_CAUSE_WEIGHT] = {"weight", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_PART + SCORE_CAUSE_IMPUTATION] = {"imputation", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_PART + SCORE_CAUSE_FRAME] = {"frame", NULL, ROWS_NUMBER, -1},
    [SCORE_CHANGE_ERROR] = {"error", NULL, ROWS_NUMBER, -1},
};

/* What the second side's rule gives: nothing, what parts weigh, all the rest, both. */
enum { OLD = 0, WEIGHTS = 1, REST = 2, NEW = WEIGHTS | REST, VARIANTS = 4 };

/* A rule between both sides' on the figures of each side; read: the index of each. */
struct variant {
    bool made;
    struct score_cause_end ends[2];
    double *values[2]; /* [item of its own] */
};

struct changing {
    struct arena *arena;
    struct score_pair pair;
    const struct score_options *options;
    struct variant variants[VARIANTS];
    bool one_rule;
    bool weighs; /* weight and method are apart */
    const char *untold;
    double *parts;  /* [item of the second side] */
    double *errors; /* likewise */
    double *causes; /* [item × SCORE_CAUSES + cause] */
    double around;  /* of the index, what no indicator has of it */
};

enum score_cause score_change_cause(const char *name)
{
    size_t cause = 0;
    while (cause < SCORE_CAUSES && strcmp(columns[SCORE_CHANGE_PART + cause].name, name) != 0)
        cause++;
    return (enum score_cause)cause;
}

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
}

static const struct score_side *side_of(const struct changing *changing, int of)
{
    return of ? changing->pair.b.side : changing->pair.a.side;
}

static const struct rule *rule_of(const struct changing *changing, int of)
{
    return side_of(changing, of)->score->rule;
}

/* The panel of a side's figures as a rule reads them, or (live false) without events. */
static const struct panel *panel_of(struct arena *arena, const struct score_side *side,
                                    enum panel_values values, bool live)
{
    const struct panel *panel = side->score->panel;
    struct panel_options options = panel->options;
    options.values = values;
    options.live = options.live && live;
    if (options.values == panel->options.values && options.live == panel->options.live)
        return panel;
    return panel_build(arena, panel->project, &options);
}

/* A rule on one side's figures. score NULL: it gives no values there; false without memory. */
static bool score_end(struct changing *changing, const struct rule *rule, int of,
                      struct score_cause_end *end)
{
    struct err err;
    const struct score_side *side = side_of(changing, of);
    const struct panel *panel = panel_of(changing->arena, side, rule->values, true);
    struct score_options options = *changing->options;
    options.draws = 0;
    options.windowed = true;
    options.first = options.last = options.draws_first = options.draws_last = side->period;
    end->base = panel_of(changing->arena, side, rule->values, false);
    end->row = of ? changing->pair.b.row : changing->pair.a.row;
    if (!panel || !end->base)
        return false;
    end->score = rule == side->score->rule
                     ? side->score
                     : score_run(changing->arena, panel, rule, &options, &err);
    return end->score || err.code != ERR_OUT_OF_MEMORY;
}

/* What used rules give at an end, without the broken inputs. */
static bool read_used(const struct changing *changing, size_t row, struct score_used *used)
{
    for (size_t use = 0; use < used->count; use++) {
        struct score_used_rule *rule = &used->rules[use];
        if (rule->score && (!score_pair_read(&changing->pair, rule->score, row, rule->values) ||
                            !read_used(changing, row, rule->used)))
            return false;
    }
    return true;
}

/* Without memory false; made stays false where the rule gives no index on a side. */
static bool make_variant(struct changing *changing, unsigned which)
{
    struct variant *variant = &changing->variants[which];
    const struct rule *method = rule_of(changing, which & REST ? 1 : 0);
    const struct rule *weights = rule_of(changing, which & WEIGHTS ? 1 : 0);
    const struct codebook *codebook = changing->pair.b.side->score->panel->project->codebook;
    if (method != weights)
        method = rule_mix(changing->arena, &(struct rule_mix_side){method, codebook},
                          &(struct rule_mix_side){weights, codebook});
    if (!method)
        return false;
    bool there = true;
    for (int of = 0; of < 2; of++) {
        struct score_cause_end *end = &variant->ends[of];
        if (!score_end(changing, method, of, end))
            return false;
        if (!end->score)
            return true;
        size_t items = end->score->items;
        double *values = variant->values[of] = arena_alloc(changing->arena, items, sizeof *values);
        struct score_used *used = arena_alloc(changing->arena, 1, sizeof *used);
        if (!values || !used || !score_pair_read(&changing->pair, end->score, end->row, values) ||
            !score_used_find(changing->arena, end->score, end->row, used) ||
            !read_used(changing, end->row, used))
            return false;
        end->used = used;
        there = there && !isnan(values[score_index(end->score)]);
    }
    variant->made = there;
    return true;
}

static double index_of(const struct changing *changing, unsigned variant, int of)
{
    const struct variant *at = &changing->variants[variant];
    return at->values[of][score_index(at->ends[of].score)];
}

/* Where the weights do not change alone, the method has them. */
static bool make_variants(struct changing *changing)
{
    const struct codebook *codebook = changing->pair.b.side->score->panel->project->codebook;
    const struct rule *a = rule_of(changing, 0), *b = rule_of(changing, 1);
    changing->one_rule = a == b;
    if (!make_variant(changing, OLD) || (!changing->one_rule && !make_variant(changing, NEW)))
        return false;
    if (changing->one_rule)
        return true;
    changing->weighs = rule_mix_can(&(struct rule_mix_side){a, codebook},
                                    &(struct rule_mix_side){b, codebook}, NULL);
    for (unsigned which = WEIGHTS; changing->weighs && which <= REST; which++) {
        if (!make_variant(changing, which))
            return false;
        changing->weighs = changing->variants[which].made;
    }
    return true;
}

/* The side whose figures give no index under a side's rule, in words; "" without memory. */
static const char *why_unmade(const struct changing *changing, unsigned which)
{
    const struct variant *variant = &changing->variants[which];
    const struct score_cause_end *first = &variant->ends[0];
    if (changing->pair.masked &&
        isnan(score_pair_difference(&changing->pair, score_index(changing->pair.b.side->score))))
        return "too little is left without what does not compare";
    bool there = first->score && !isnan(index_of(changing, which, 0));
    const char *words =
        arena_printf(changing->arena, "rule %s gives no index for the figures of %s",
                     rule_of(changing, which == NEW)->name, side_of(changing, there)->label);
    return words ? words : "";
}

/* Why contributions are not known; NULL when they are. */
static const char *why_untold(const struct changing *changing)
{
    if (!changing->variants[OLD].made)
        return why_unmade(changing, OLD);
    return changing->one_rule || changing->variants[NEW].made ? NULL : why_unmade(changing, NEW);
}

/* The share of orders of figures, weight and method in which just these of the second side's rule
 * come before the figures. */
static double share_of(const struct changing *changing, unsigned variant)
{
    if (changing->one_rule)
        return variant == OLD;
    if (!changing->weighs)
        return variant == OLD || variant == NEW ? 1.0 / 2 : 0;
    return variant == OLD || variant == NEW ? 1.0 / 3 : 1.0 / 6;
}

/* The figures' part under one variant, taken apart, by its share. */
static bool add_variant(struct changing *changing, unsigned which)
{
    struct arena *arena = changing->arena;
    const struct variant *variant = &changing->variants[which];
    const struct score *score = variant->ends[1].score, *shown = changing->pair.b.side->score;
    double share = share_of(changing, which), around = 0;
    if (share <= 0)
        return true;
    size_t items = score->items;
    double *parts = arena_alloc(arena, items, sizeof *parts);
    double *errors = arena_alloc(arena, items, sizeof *errors);
    double *causes = arena_alloc(arena, items * SCORE_CAUSES, sizeof *causes);
    const struct score_cause_cell *cells =
        score_cause_cells(arena, &variant->ends[0], &variant->ends[1]);
    if (!parts || !errors || !causes || !cells ||
        !score_cause_split(arena, &variant->ends[0], &variant->ends[1], cells, score_index(score),
                           variant->values[0], variant->values[1], parts, errors, causes, &around))
        return false;
    changing->around += share * around;
    for (size_t i = 0; i < items; i++) {
        bool node = i < score->compile->nodes, index = i == score_index(score);
        size_t at = index ? score_index(shown) : i;
        if ((!node && !index && !changing->one_rule) || isnan(parts[i]))
            continue;
        bool first = isnan(changing->parts[at]);
        changing->parts[at] = (first ? 0 : changing->parts[at]) + share * parts[i];
        changing->errors[at] = (first ? 0 : changing->errors[at]) + share * errors[i];
        for (size_t cause = 0; cause < SCORE_CAUSES; cause++)
            changing->causes[at * SCORE_CAUSES + cause] += share * causes[i * SCORE_CAUSES + cause];
    }
    return true;
}

/* What weight and method do to the index, before and after the figures change. */
static void add_rules(struct changing *changing)
{
    size_t index = score_index(changing->pair.b.side->score);
    double *causes = changing->causes + index * SCORE_CAUSES;
    for (int of = 0; of < 2 && changing->weighs; of++) {
        double old = index_of(changing, OLD, of), weighed = index_of(changing, WEIGHTS, of);
        double rest = index_of(changing, REST, of), both = index_of(changing, NEW, of);
        double alone = of ? 1.0 / 6 : 1.0 / 3, after = of ? 1.0 / 3 : 1.0 / 6;
        causes[SCORE_CAUSE_WEIGHT] += alone * (weighed - old) + after * (both - rest);
        causes[SCORE_CAUSE_METHOD] += alone * (rest - old) + after * (both - weighed);
    }
    for (int of = 0; of < 2 && !changing->weighs; of++)
        causes[SCORE_CAUSE_METHOD] +=
            (index_of(changing, NEW, of) - index_of(changing, OLD, of)) / 2;
    changing->parts[index] = score_pair_difference(&changing->pair, index);
    changing->errors[index] = 0;
}

static bool work_out(struct changing *changing)
{
    size_t items = changing->pair.b.side->score->items;
    changing->parts = arena_alloc(changing->arena, items, sizeof(double));
    changing->errors = arena_alloc(changing->arena, items, sizeof(double));
    changing->causes = arena_alloc(changing->arena, items * SCORE_CAUSES, sizeof(double));
    if (!changing->parts || !changing->errors || !changing->causes || !make_variants(changing))
        return false;
    for (size_t i = 0; i < items; i++)
        changing->parts[i] = changing->errors[i] = NAN;
    changing->untold = why_untold(changing);
    for (unsigned which = OLD; which <= NEW && !changing->untold; which++)
        if (!add_variant(changing, which))
            return false;
    if (!changing->one_rule && !changing->untold)
        add_rules(changing);
    return changing->options->draws == 0 || score_pair_bands(&changing->pair, changing->options);
}

/* The words of an indicator's cell. */
static const char *words_of(const struct changing *changing, const char *flags,
                            const struct score_cause_cell *cell)
{
    if (strstr(flags, "break"))
        return "break";
    if (strstr(flags, "switched"))
        return "switched";
    if (cell->whole == SCORE_CAUSE_IMPUTATION)
        return "imputed";
    bool was = !isnan(cell->observed[0]), is = !isnan(cell->observed[2]);
    if (!was || !is)
        return is                                     ? "appeared"
               : !was                                 ? ""
               : cell->data == SCORE_CAUSE_CORRECTION ? "withdrawn"
                                                      : "gone";
    bool moved = fabs(cell->shift[1] - cell->shift[0]) > 1e-9;
    bool corrected = cell->observed[1] != cell->observed[0];
    bool observed =
        cell->observed[2] != cell->observed[1] || (!cell->same && cell->data == SCORE_CAUSE_DATA);
    const char *words = moved ? "event" : "";
    if (words && corrected)
        words = arena_printf(changing->arena, "%s%scorrected", words, *words ? " and " : "");
    if (words && observed)
        words = arena_printf(changing->arena, "%s%sobserved", words, *words ? " and " : "");
    return words && !*words ? "carried" : words;
}

static void start_row(struct rows *rows, const struct changing *changing)
{
    const struct score_side *a = changing->pair.a.side, *b = changing->pair.b.side;
    rows_add(rows);
    rows_set_text(rows, SCORE_CHANGE_COUNTRY, b->score->panel->project->countries[b->country].id);
    rows_set_text(rows, SCORE_CHANGE_FROM, a->label);
    rows_set_text(rows, SCORE_CHANGE_TO, b->label);
}

static void add_item(struct rows *rows, const struct changing *changing,
                     const struct score_cause_cell *cells, size_t item)
{
    char flags[128];
    const struct score_pair *pair = &changing->pair;
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    const struct codebook *codebook = b->panel->project->codebook;
    double before = score_value(a, pair->of_a[item], pair->a.row);
    bool indicator = score_rows_level(b, item) == SCORE_LEVEL_INDICATOR;
    score_pair_flags(pair, item, flags);
    start_row(rows, changing);
    rows_set_text(rows, SCORE_CHANGE_ITEM, score_item_id(b, item));
    rows_set_number(rows, SCORE_CHANGE_BEFORE, before);
    /* What broke between the ends is in no contribution: the end is that of like for like. */
    rows_set_number(rows, SCORE_CHANGE_AFTER,
                    pair->refusals[item] && !indicator ? before + score_pair_difference(pair, item)
                                                       : score_value(b, item, pair->b.row));
    rows_set_number(rows, SCORE_CHANGE_CONTRIBUTION, changing->parts[item]);
    rows_set_text(rows, SCORE_CHANGE_LEVEL, score_item_level(b, item));
    rows_set_number(rows, SCORE_CHANGE_LOW, pair->low[item]);
    rows_set_number(rows, SCORE_CHANGE_HIGH, pair->high[item]);
    score_rows_keep(rows, SCORE_CHANGE_FLAGS, flags);
    if (indicator)
        rows_set_text(rows, SCORE_CHANGE_CAUSE,
                      words_of(changing, flags, &cells[codebook->nodes[item].indicator]));
    for (size_t cause = 0; cause < SCORE_CAUSES && !isnan(changing->parts[item]); cause++)
        rows_set_number(rows, SCORE_CHANGE_PART + cause,
                        changing->causes[item * SCORE_CAUSES + cause]);
    if (rows->column_count > SCORE_CHANGE_ERROR)
        rows_set_number(rows, SCORE_CHANGE_ERROR, changing->errors[item]);
}

static void add_cause_row(struct rows *rows, const struct changing *changing,
                          enum score_cause cause, double part)
{
    start_row(rows, changing);
    rows_set_text(rows, SCORE_CHANGE_ITEM, columns[SCORE_CHANGE_PART + cause].name);
    rows_set_text(rows, SCORE_CHANGE_LEVEL, "cause");
    rows_set_number(rows, SCORE_CHANGE_CONTRIBUTION, part);
    rows_set_number(rows, SCORE_CHANGE_PART + cause, part);
}

/* The parts of the index that no indicator has. */
static void add_cause_rows(struct rows *rows, const struct changing *changing)
{
    const struct score *score = changing->pair.b.side->score;
    const double *causes = changing->causes + score_index(score) * SCORE_CAUSES;
    if (!changing->one_rule && changing->weighs)
        add_cause_row(rows, changing, SCORE_CAUSE_WEIGHT, causes[SCORE_CAUSE_WEIGHT]);
    if (!changing->one_rule)
        add_cause_row(rows, changing, SCORE_CAUSE_METHOD, causes[SCORE_CAUSE_METHOD]);
    if (fabs(changing->around) > 1e-12)
        add_cause_row(rows, changing, SCORE_CAUSE_FRAME, changing->around);
}

static bool add_rows(struct rows *rows, struct changing *changing, unsigned levels)
{
    const struct score_pair *pair = &changing->pair;
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    struct score_cause_end ends[2];
    if (!score_end(changing, a->rule, 0, &ends[0]) || !score_end(changing, b->rule, 1, &ends[1]))
        return false;
    const struct score_cause_cell *cells = score_cause_cells(changing->arena, &ends[0], &ends[1]);
    for (size_t n = 0; cells && n < b->items; n++) {
        size_t item = score_rows_item(b, n), match = pair->of_a[item];
        const struct compile_item *made = &b->compile->items[item];
        if (match != SIZE_MAX && a->eligible[match] && b->eligible[item] && made->shown &&
            !made->text && !a->compile->items[match].text && (levels & score_rows_level(b, item)))
            add_item(rows, changing, cells, item);
    }
    if (!changing->untold)
        add_cause_rows(rows, changing);
    for (size_t i = 0; i < b->panel->indicators; i++)
        if (pair->broken[i])
            rows_add_meta(rows, "broken", "%s", b->panel->project->codebook->indicators[i].id);
    if (changing->untold)
        rows_add_meta(rows, "untold", "%s", changing->untold);
    return cells && !rows->failed;
}

struct rows *score_change(struct arena *arena, const struct score_side *a,
                          const struct score_side *b, unsigned levels,
                          const struct score_options *options, struct err *err)
{
    struct changing changing = {.arena = arena, .options = options};
    if (!score_pair_open(arena, a, b, &changing.pair, err))
        return NULL;
    bool sampled = score_shapley_samples(a->score, score_index(a->score)) ||
                   score_shapley_samples(b->score, score_index(b->score));
    struct rows *rows =
        rows_new(arena, columns, sampled ? SCORE_CHANGE_COLUMNS : SCORE_CHANGE_ERROR);
    if (rows && work_out(&changing) && add_rows(rows, &changing, levels))
        return rows;
    out_of_memory(err);
    return NULL;
}
