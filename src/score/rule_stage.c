#include "score/rule_stage.h"

#include "score/rule_method.h"

/* What a table by id says: of_node points to the method of a node, NULL where it names none. */
struct stage {
    enum method_stage stage;
    const struct rule_method **of_node;
};

static struct rule_method *slot(struct rule_stages *stages, enum method_stage stage)
{
    if (stage == METHOD_TREAT)
        return &stages->treat;
    return stage == METHOD_IMPUTE ? &stages->impute : &stages->normalise;
}

static const struct rule_method *read_one(struct rule_reader *reader, const struct value *value,
                                          const char *path, enum method_stage stage)
{
    struct rule_method *method = script_reader_alloc(&reader->script, 1, sizeof *method);
    return method && rule_method_read(reader, value, path, stage, method) ? method : NULL;
}

static void read_entry(struct rule_reader *reader, void *context, const char *path, uint32_t node,
                       const struct value *value)
{
    struct stage *stage = context;
    stage->of_node[node] = read_one(reader, value, path, stage->stage);
}

/* The nearest method named at or above an indicator, else that of all. */
static void apply(struct rule_reader *reader, const struct stage *stage,
                  const struct rule_method *all)
{
    const struct codebook *codebook = reader->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++) {
        uint32_t node = codebook->indicators[i].node;
        while (node != CODEBOOK_NONE && !stage->of_node[node])
            node = codebook->nodes[node].parent;
        const struct rule_method *method = node == CODEBOOK_NONE ? all : stage->of_node[node];
        if (method)
            *slot(&reader->rule->stages[i], stage->stage) = *method;
    }
}

static void read_stage(struct rule_reader *reader, const struct value *value, const char *path,
                       enum method_stage which)
{
    static const char *const words[] = {"all"};
    static const char *const examples[] = {
        [METHOD_TREAT] = "write treat = { civic_space = tide.log(), all = tide.winsorise() } with "
                         "an id of your own",
        [METHOD_IMPUTE] = "write impute = { civic_space = tide.fill { with = \"median\" } } with "
                          "an id of your own",
        [METHOD_NORMALISE] = "write normalise = { civic_space = tide.minmax(), all = "
                             "tide.goalposts() } with an id of your own"};
    struct stage stage = {which, script_reader_alloc(&reader->script, reader->codebook->node_count,
                                                     sizeof(const struct rule_method *))};
    const struct rule_method *all = NULL;
    if (!stage.of_node)
        return;
    if (value->kind != VALUE_TABLE || rule_method_is(value)) {
        all = read_one(reader, value, path, which);
    } else {
        const struct value *rest = value_field(value, words[0]);
        if (rest)
            all = read_one(reader, rest,
                           script_reader_path(&reader->script, path, text_of(words[0])), which);
        struct rule_reader_ids ids = {examples[which], words, 1, read_entry, &stage};
        rule_reader_by_id(reader, value, path, &ids);
    }
    apply(reader, &stage, all);
}

void rule_stage_treat(struct rule_reader *reader, const struct value *value, const char *path)
{
    read_stage(reader, value, path, METHOD_TREAT);
}

void rule_stage_impute(struct rule_reader *reader, const struct value *value, const char *path)
{
    read_stage(reader, value, path, METHOD_IMPUTE);
}

void rule_stage_normalise(struct rule_reader *reader, const struct value *value, const char *path)
{
    read_stage(reader, value, path, METHOD_NORMALISE);
}

void rule_stage_order(struct rule_reader *reader, const struct value *value, const char *path)
{
    const struct value *first = value_item(value, 1), *second = value_item(value, 2);
    bool two = value->kind == VALUE_TABLE && value->count == 2 && first && second &&
               first->kind == VALUE_TEXT && second->kind == VALUE_TEXT;
    bool impute_first = two && text_is(first->text, "impute") && text_is(second->text, "treat");
    if (impute_first || (two && text_is(first->text, "treat") && text_is(second->text, "impute"))) {
        reader->rule->impute_first = impute_first;
        return;
    }
    script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                        "write order = { \"impute\", \"treat\" }; without it treat comes first",
                        "`order` does not name the stages \"treat\" and \"impute\", each once");
}

static void read_share(struct rule_reader *reader, const struct value *table, const char *path,
                       const char *option, double *share)
{
    const struct value *value = value_field(table, option);
    if (!value)
        return;
    if (value->kind == VALUE_NUMBER && value->number >= 0 && value->number <= 1) {
        *share = value->number;
        return;
    }
    const char *inner = script_reader_path(&reader->script, path, text_of(option));
    script_reader_error(&reader->script, ERR_RULE_VALUE, inner, "a share such as 2 / 3",
                        "`%s` is %s, but a share from 0 to 1 was expected", inner,
                        script_reader_shown(&reader->script, value));
}

void rule_stage_screen(struct rule_reader *reader, const struct value *value, const char *path)
{
    static const char *const options[] = {"need", "nonzero"};
    if (value->kind != VALUE_TABLE) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "write screen = { need = 2 / 3 }",
                            "`screen` is %s, but a table was expected",
                            script_reader_shown(&reader->script, value));
        return;
    }
    script_reader_keys(&reader->script, value, path, "screen", options, 2);
    read_share(reader, value, path, options[0], &reader->rule->screen.need);
    read_share(reader, value, path, options[1], &reader->rule->screen.nonzero);
}

void rule_stage_frame(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct err err = {0};
    const struct rule_host *host = reader->host;
    if (value->kind == VALUE_TEXT && frame_is_name(value->text)) {
        reader->rule->frame = script_reader_text(&reader->script, value->text);
        if (host && host->frame)
            reader->rule->stored = host->frame(host->context, reader->rule->frame, &err);
        if (err.code != ERR_CODE_NONE)
            script_reader_add(&reader->script, &err, path);
        return;
    }
    script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                        "a file indicators/frames/NAME.yaml, whose name has a-z, 0-9 and _",
                        "`frame` is %s, but the name of a frame was expected",
                        script_reader_shown(&reader->script, value));
}

void rule_stage_over(struct rule_reader *reader, const struct value *value, const char *path)
{
    rule_method_over(reader, value, path, &reader->over);
}

bool rule_stage_ends(const struct rule *rule, const struct rule_method *method, double to[2])
{
    if (method->id != METHOD_GOALPOSTS && method->id != METHOD_MINMAX &&
        method->id != METHOD_SCALED)
        return false;
    const struct rule_setting *own = rule_method_setting(method, "to");
    to[0] = own->given ? own->numbers[0] : rule->scale_worst;
    to[1] = own->given ? own->numbers[1] : rule->scale_best;
    return true;
}

/* Whether all eligible indicators come to stand between the same ends. */
static bool common_ends(const struct rule_reader *reader, double ends[2])
{
    const struct rule *rule = reader->rule;
    size_t seen = 0;
    for (size_t i = 0; i < reader->codebook->indicator_count; i++) {
        double to[2];
        if (!rule_reads(rule, &reader->codebook->indicators[i]))
            continue;
        if (!rule_stage_ends(rule, &rule->stages[i].normalise, to))
            return false;
        if (seen++ > 0 && (to[0] != ends[0] || to[1] != ends[1]))
            return false;
        ends[0] = to[0];
        ends[1] = to[1];
    }
    return seen > 0;
}

static void finish_node(struct rule_node *node, const struct rule_setting *over)
{
    rule_method_frame(&node->method, over);
    rule_method_frame(&node->weighting, over);
}

void rule_stage_finish(struct rule_reader *reader)
{
    struct rule *rule = reader->rule;
    double ends[2] = {rule->scale_worst, rule->scale_best};
    for (size_t i = 0; i < reader->codebook->indicator_count; i++) {
        rule_method_frame(&rule->stages[i].treat, &reader->over);
        rule_method_frame(&rule->stages[i].impute, &reader->over);
        rule_method_frame(&rule->stages[i].normalise, &reader->over);
    }
    for (size_t i = 0; i < reader->codebook->node_count; i++)
        finish_node(&rule->nodes[i], &reader->over);
    finish_node(&rule->index, &reader->over);
    rule->normalised = common_ends(reader, ends);
    rule->to_worst = rule->normalised ? ends[0] : rule->scale_worst;
    rule->to_best = rule->normalised ? ends[1] : rule->scale_best;
}
