#include "score/rule.h"

#include "score/rule_check.h"
#include "score/rule_field.h"
#include "score/rule_need.h"
#include "score/rule_reader.h"
#include "score/rule_result.h"
#include "score/rule_stage.h"
#include "score/rule_tree.h"
#include "score/rule_uncertain.h"
#include "score/rule_weights.h"

static void read_title(struct rule_reader *reader, const struct value *value, const char *path)
{
    if (value->kind != VALUE_TEXT) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, NULL,
                            "`title` is %s, but a text was expected",
                            script_reader_shown(&reader->script, value));
        return;
    }
    reader->rule->title = script_reader_text(&reader->script, value->text);
}

static void read_scale(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule *rule = reader->rule;
    double ends[2];
    if (!script_reader_pair(&reader->script, value, path,
                            "the worst end stands first: higher is better for all", ends))
        return;
    rule->scale_worst = ends[0];
    rule->scale_best = ends[1];
    rule->scaled = true;
}

static void read_values(struct rule_reader *reader, const struct value *value, const char *path)
{
    static const char *const names[] = {
        [PANEL_ALL] = "all", [PANEL_PUBLISHED] = "published", [PANEL_CODED] = "coded"};
    for (int i = 0; i < 3; i++) {
        if (value->kind == VALUE_TEXT && text_is(value->text, names[i])) {
            reader->rule->values = (enum panel_values)i;
            return;
        }
    }
    size_t near = value->kind == VALUE_TEXT ? text_nearest(value->text, names, 3) : SIZE_MAX;
    const char *hint =
        near == SIZE_MAX ? NULL
                         : arena_printf(reader->script.arena, "did you mean \"%s\"?", names[near]);
    script_reader_error(&reader->script, ERR_RULE_VALUE, path, hint,
                        "`values` is %s, but \"published\", \"coded\" or \"all\" was expected",
                        script_reader_shown(&reader->script, value));
}

/* How each field of rule_field.h is read, in its order: what a field needs to know stands before it
 * (rule_tree.h, rule_weights.h, rule_result.h). */
static void (*const readers[RULE_FIELDS])(struct rule_reader *reader, const struct value *value,
                                          const char *path) = {
    [RULE_FIELD_TITLE] = read_title,
    [RULE_FIELD_SCALE] = read_scale,
    [RULE_FIELD_VALUES] = read_values,
    [RULE_FIELD_MISSING] = rule_need_read,
    [RULE_FIELD_OVER] = rule_stage_over,
    [RULE_FIELD_FRAME] = rule_stage_frame,
    [RULE_FIELD_SCREEN] = rule_stage_screen,
    [RULE_FIELD_ORDER] = rule_stage_order,
    [RULE_FIELD_TREAT] = rule_stage_treat,
    [RULE_FIELD_IMPUTE] = rule_stage_impute,
    [RULE_FIELD_NORMALISE] = rule_stage_normalise,
    [RULE_FIELD_PILLAR] = rule_tree_pillar,
    [RULE_FIELD_GROUP] = rule_tree_group,
    [RULE_FIELD_AT] = rule_tree_at,
    [RULE_FIELD_INDEX] = rule_tree_index,
    [RULE_FIELD_OF] = rule_tree_of,
    [RULE_FIELD_WEIGHTS] = rule_weights_read,
    [RULE_FIELD_USES] = rule_result_uses,
    [RULE_FIELD_SCORE] = rule_result_score,
    [RULE_FIELD_HEADLINE] = rule_result_headline,
    [RULE_FIELD_PUBLISHED] = rule_result_published,
    [RULE_FIELD_UNCERTAIN] = rule_uncertain_read,
};

/* A rule that is only a formula has no pillars and groups. */
static bool has_tree(const struct value *table)
{
    return !value_field(table, "score") || value_field(table, "pillar") ||
           value_field(table, "group") || value_field(table, "at") || value_field(table, "index") ||
           value_field(table, "normalise");
}

static void read_options(struct rule_reader *reader, const struct value *table)
{
    const char *names[RULE_FIELDS];
    reader->rule->tree = has_tree(table);
    for (size_t i = 0; i < RULE_FIELDS; i++) {
        names[i] = rule_field_at((enum rule_field_id)i)->name;
        const struct value *value = value_field(table, names[i]);
        if (value)
            readers[i](reader, value, names[i]);
    }
    script_reader_keys(&reader->script, table, "", "a rule", names, RULE_FIELDS);
    rule_tree_trace(reader);
    rule_result_check(reader, table);
}

/* An indicator that the rule reads, and what stands above one. */
static void find_eligible(struct rule_reader *reader)
{
    const struct codebook *codebook = reader->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++) {
        uint32_t node = codebook->indicators[i].node;
        for (; rule_reads(reader->rule, &codebook->indicators[i]) && node != CODEBOOK_NONE;
             node = codebook->nodes[node].parent)
            reader->eligible[node] = true;
    }
}

/* The rule with nothing named: values as they are, weighted means, need 2/3, outcome pillars. */
static struct rule *rule_blank(struct arena *arena, const struct codebook *codebook)
{
    size_t count = codebook->node_count;
    struct rule *rule = arena_alloc(arena, 1, sizeof *rule);
    if (!rule)
        return NULL;
    *rule = (struct rule){.scale_best = 100, .to_best = 100};
    rule->stages = arena_alloc(arena, codebook->indicator_count, sizeof *rule->stages);
    rule->nodes = arena_alloc(arena, count, sizeof *rule->nodes);
    rule->node_weight = arena_alloc(arena, count, sizeof *rule->node_weight);
    rule->index_weight = arena_alloc(arena, count, sizeof *rule->index_weight);
    rule->in_index = arena_alloc(arena, count, sizeof *rule->in_index);
    if (!rule->stages || !rule->nodes || !rule->node_weight || !rule->index_weight ||
        !rule->in_index)
        return NULL;
    const struct rule_method none = rule_method_plain(METHOD_COUNT);
    for (size_t i = 0; i < codebook->indicator_count; i++)
        rule->stages[i] = (struct rule_stages){none, none, none};
    rule->index = (struct rule_node){.method = rule_method_plain(METHOD_MEAN), .weighting = none};
    rule->tree = true;
    for (size_t i = 0; i < count; i++) {
        const struct node *node = &codebook->nodes[i];
        rule->nodes[i] = rule->index;
        rule->node_weight[i] = rule->index_weight[i] = node->weight;
        rule->in_index[i] = node->kind == NODE_PILLAR && node->role == ROLE_OUTCOME;
    }
    rule_need_default(rule, codebook);
    return rule;
}

struct rule *rule_default(struct arena *arena, const struct codebook *codebook)
{
    struct rule *rule = rule_blank(arena, codebook);
    if (!rule)
        return NULL;
    rule->name = "default";
    rule->normalised = true;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_GOALPOSTS);
    return rule;
}

static void read_rule(struct rule_reader *reader, const struct value *value)
{
    size_t errors = reader->script.list->errors;
    if (value->kind != VALUE_TABLE) {
        script_reader_error(&reader->script, ERR_SCRIPT_RESULT, "",
                            "end the file with return { … }",
                            "a rule returns a table, but this script returns %s",
                            script_reader_shown(&reader->script, value));
        return;
    }
    read_options(reader, value);
    if (reader->script.list->errors > errors)
        return;
    find_eligible(reader);
    rule_stage_finish(reader);
    rule_weights_check(reader);
    rule_check_frame(reader);
    rule_check_headline(reader);
    rule_check_goalposts(reader);
    if (reader->rule->tree)
        rule_check_scales(reader);
}

struct rule *rule_read(struct arena *arena, const char *name, const char *file, struct text source,
                       const struct value *value, const struct codebook *codebook,
                       const struct rule_host *host, struct err_list *list)
{
    size_t errors = list->errors;
    struct rule *rule = rule_blank(arena, codebook);
    struct rule_reader reader = {
        .script = {.arena = arena,
                   .list = list,
                   .file = file,
                   .source = source,
                   .option = ERR_RULE_OPTION,
                   .value = ERR_RULE_VALUE},
        .rule = rule,
        .codebook = codebook,
        .host = host,
        .functions = arena_alloc(arena, codebook->node_count + 1, sizeof *reader.functions),
        .eligible = arena_alloc(arena, codebook->node_count, sizeof *reader.eligible)};
    if (!rule || !reader.functions || !reader.eligible) {
        list->out_of_memory = true;
        return NULL;
    }
    rule->name = rule->title = name;
    rule->file = file;
    read_rule(&reader, value);
    return list->errors > errors || list->out_of_memory ? NULL : rule;
}

bool rule_reads(const struct rule *rule, const struct indicator *indicator)
{
    return rule->values != PANEL_PUBLISHED || indicator->series_count > 0;
}
