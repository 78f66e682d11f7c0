#include "score/rule_need.h"

#include <math.h>

/* A need for each kind of node before single nodes are named. */
struct levels {
    struct rule_need pillar;
    struct rule_need group;
    struct rule_need index;
};

static void apply(struct rule *rule, const struct codebook *codebook, const struct levels *levels)
{
    for (size_t i = 0; i < codebook->node_count; i++)
        rule->nodes[i].need =
            codebook->nodes[i].kind == NODE_GROUP ? levels->group : levels->pillar;
    rule->index.need = levels->index;
}

void rule_need_default(struct rule *rule, const struct codebook *codebook)
{
    struct rule_need need = {.share = 2.0 / 3.0};
    apply(rule, codebook, &(struct levels){need, need, need});
}

/* A share from 0 to 1 or {count = n}. */
static void read_one(struct rule_reader *reader, const struct value *value, const char *path,
                     struct rule_need *need)
{
    static const char *const count_only[] = {"count"};
    double number = 0;
    if (value->kind == VALUE_NUMBER && value->number >= 0 && value->number <= 1) {
        need->share = value->number;
        need->count = 0;
        return;
    }
    const struct value *count = value_field(value, "count");
    if (value->kind != VALUE_TABLE || !count) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "a share such as 2 / 3, or a number of children: { count = 3 }",
                            "`%s` is %s, but a share from 0 to 1 was expected", path,
                            script_reader_shown(&reader->script, value));
        return;
    }
    script_reader_keys(&reader->script, value, path, "need", count_only, 1);
    const char *inner = script_reader_path(&reader->script, path, text_of("count"));
    if (!script_reader_number(&reader->script, count, inner, "a whole number from 1", &number))
        return;
    if (number >= 1 && number <= 10000 && floor(number) == number)
        need->count = (int)number;
    else
        script_reader_error(&reader->script, ERR_RULE_VALUE, inner, NULL,
                            "`%s` is %g, but a whole number from 1 was expected", inner, number);
}

static void read_levels(struct rule_reader *reader, const struct value *value, const char *path,
                        struct levels *levels)
{
    static const char *const names[] = {"pillar", "group", "index"};
    const struct value *pillar = value_field(value, names[0]);
    const struct value *group = value_field(value, names[1]);
    const struct value *index = value_field(value, names[2]);
    script_reader_keys(&reader->script, value, path, "need", names, 3);
    if (pillar)
        read_one(reader, pillar, script_reader_path(&reader->script, path, text_of(names[0])),
                 &levels->pillar);
    levels->group = levels->pillar;
    if (group)
        read_one(reader, group, script_reader_path(&reader->script, path, text_of(names[1])),
                 &levels->group);
    if (index)
        read_one(reader, index, script_reader_path(&reader->script, path, text_of(names[2])),
                 &levels->index);
}

static void read_need(struct rule_reader *reader, const struct value *value, const char *path,
                      struct levels *levels)
{
    if (value->kind == VALUE_TABLE && !value_field(value, "count")) {
        read_levels(reader, value, path, levels);
        return;
    }
    read_one(reader, value, path, &levels->pillar);
    levels->group = levels->index = levels->pillar;
}

static void read_at(struct rule_reader *reader, void *context, const char *path, uint32_t node,
                    const struct value *value)
{
    (void)context;
    if (reader->codebook->nodes[node].kind != NODE_INDICATOR) {
        read_one(reader, value, path, &reader->rule->nodes[node].need);
        reader->rule->nodes[node].need.of_all = true;
        return;
    }
    script_reader_error(&reader->script, ERR_RULE_VALUE, path, "name a pillar or a group",
                        "%s is an indicator: nothing stands below it that could be missing",
                        reader->codebook->nodes[node].id);
}

static bool read_of(struct rule_reader *reader, const struct value *of, const char *path)
{
    if (!of || (of->kind == VALUE_TEXT && text_is(of->text, "weight")))
        return false;
    if (of->kind == VALUE_TEXT && text_is(of->text, "count"))
        return true;
    script_reader_error(&reader->script, ERR_RULE_VALUE,
                        script_reader_path(&reader->script, path, text_of("of")), NULL,
                        "`missing.of` is %s, but \"weight\" or \"count\" was expected",
                        script_reader_shown(&reader->script, of));
    return false;
}

void rule_need_read(struct rule_reader *reader, const struct value *value, const char *path)
{
    static const char *const options[] = {"need", "of", "at", "carry"};
    static const struct rule_reader_ids ids = {
        .example = "write at = { civic_space = 1 / 2 } with a pillar or group of your own",
        .each = read_at};
    if (value->kind != VALUE_TABLE) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "write missing = { need = 2 / 3 }",
                            "`missing` is %s, but a table was expected",
                            script_reader_shown(&reader->script, value));
        return;
    }
    script_reader_keys(&reader->script, value, path, "missing", options, 4);
    if (value_field(value, "carry"))
        script_reader_error(
            &reader->script, ERR_RULE_UNSUPPORTED,
            script_reader_path(&reader->script, path, text_of("carry")),
            "say `carry:` at the indicator in the codebook, or write impute = tide.fill "
            "{ with = \"carry\" }",
            "`missing.carry` is not supported in this version");
    struct rule_need fallback = {.share = 2.0 / 3.0};
    fallback.of_count = read_of(reader, value_field(value, "of"), path);
    struct levels levels = {fallback, fallback, fallback};
    const struct value *need = value_field(value, "need"), *at = value_field(value, "at");
    if (need)
        read_need(reader, need, script_reader_path(&reader->script, path, text_of("need")),
                  &levels);
    apply(reader->rule, reader->codebook, &levels);
    if (at)
        rule_reader_by_id(reader, at, script_reader_path(&reader->script, path, text_of("at")),
                          &ids);
}
