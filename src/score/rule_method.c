#include "score/rule_method.h"

#include <math.h>
#include <string.h>

static const char aggregators[] = "write tide.mean() or tide.geometric { floor = 1 }";

/* The name of the method a tide function made ("goalposts"), absent when it is no such table. */
static struct text method_name(const struct value *value)
{
    const struct value *tag = value_field(value, "@");
    return tag && tag->kind == VALUE_TEXT ? tag->text : (struct text){NULL, 0};
}

static void refuse(struct rule_reader *reader, const struct value *value, const char *path,
                   const char *instead)
{
    struct text name = method_name(value);
    if (value->kind == VALUE_FUNCTION)
        rule_reader_error(reader, ERR_RULE_UNSUPPORTED, path, instead,
                          "`%s` is a function, but rules are tables in this version: formulas are "
                          "not supported",
                          path);
    else if (name.bytes)
        rule_reader_error(reader, ERR_RULE_UNSUPPORTED, path, instead,
                          "tide.%.*s cannot stand at `%s` in this version", (int)name.length,
                          name.bytes, path);
    else
        rule_reader_error(reader, ERR_RULE_VALUE, path, instead,
                          "`%s` is %s, but a method of tide was expected", path,
                          rule_reader_shown(reader, value));
}

struct rule_method rule_method_plain(enum method_id id)
{
    return (struct rule_method){.id = id};
}

struct rule_method rule_method_with(enum method_id id, double number)
{
    return (struct rule_method){.id = id, .settings = {{.given = true, .number = number}}};
}

const struct rule_setting *rule_method_setting(const struct rule_method *method, const char *option)
{
    static const struct rule_setting none;
    const struct method_option *options = method_at(method->id)->options;
    for (int i = 0; i < METHOD_OPTIONS_MAX && options[i].name; i++)
        if (strcmp(options[i].name, option) == 0)
            return &method->settings[i];
    return &none;
}

double rule_method_number(const struct rule_method *method, const char *option, double fallback)
{
    const struct rule_setting *setting = rule_method_setting(method, option);
    return setting->given ? setting->number : fallback;
}

bool rule_method_read(struct rule_reader *reader, const struct value *value, const char *path,
                      struct rule_method *method)
{
    static const char *const floor_only[] = {"floor"};
    struct text name = method_name(value);
    if (name.bytes && text_is(name, "mean")) {
        rule_reader_keys(reader, value, path, "tide.mean", NULL, 0);
        *method = rule_method_plain(METHOD_MEAN);
        return true;
    }
    if (!name.bytes || !text_is(name, "geometric")) {
        refuse(reader, value, path, aggregators);
        return false;
    }
    rule_reader_keys(reader, value, path, "tide.geometric", floor_only, 1);
    *method = rule_method_plain(METHOD_GEOMETRIC);
    const struct value *floor = value_field(value, "floor");
    const char *inner = rule_reader_path(reader, path, text_of("floor"));
    if (!floor)
        return true;
    double lowest = 0;
    if (!rule_reader_number(reader, floor, inner, "a number of 0 or more", &lowest))
        return false;
    *method = rule_method_with(METHOD_GEOMETRIC, lowest);
    if (lowest >= 0)
        return true;
    rule_reader_error(reader, ERR_RULE_VALUE, inner, "a geometric mean is taken of values from 0",
                      "`%s` is %g, but a number of 0 or more was expected", inner, lowest);
    return false;
}

bool rule_method_ends(struct rule_reader *reader, const struct value *value, const char *path,
                      double *worst, double *best)
{
    const struct value *first = value_item(value, 1), *second = value_item(value, 2);
    if (value->kind == VALUE_TABLE && value->count == 2 && first && second &&
        first->kind == VALUE_NUMBER && second->kind == VALUE_NUMBER && isfinite(first->number) &&
        isfinite(second->number) && first->number < second->number) {
        *worst = first->number;
        *best = second->number;
        return true;
    }
    rule_reader_error(reader, ERR_RULE_VALUE, path,
                      "the worst end stands first: after normalising higher is better for all",
                      "`%s` needs two numbers, the lower first, such as { 0, 100 }", path);
    return false;
}

void rule_method_normalise(struct rule_reader *reader, const struct value *value, const char *path)
{
    static const char *const options[] = {"clip", "to"};
    struct rule *rule = reader->rule;
    struct text name = method_name(value);
    if (!name.bytes || !text_is(name, "goalposts")) {
        refuse(reader, value, path, "write tide.goalposts()");
        return;
    }
    rule_reader_keys(reader, value, path, "tide.goalposts", options, 2);
    rule->normalised = true;
    for (size_t i = 0; i < reader->codebook->indicator_count; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_GOALPOSTS);
    const struct value *clip = value_field(value, "clip"), *to = value_field(value, "to");
    if (to)
        rule_method_ends(reader, to, rule_reader_path(reader, path, text_of("to")), &rule->to_worst,
                         &rule->to_best);
    if (!clip)
        return;
    if (clip->kind == VALUE_BOOLEAN)
        for (size_t i = 0; i < reader->codebook->indicator_count; i++)
            rule->stages[i].normalise.settings[1] =
                (struct rule_setting){.given = true, .number = clip->boolean};
    else
        rule_reader_error(reader, ERR_RULE_VALUE, rule_reader_path(reader, path, text_of("clip")),
                          NULL, "`clip` is %s, but true or false was expected",
                          rule_reader_shown(reader, clip));
}
