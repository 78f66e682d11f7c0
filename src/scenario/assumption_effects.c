#include "scenario/assumption.h"

#include <math.h>

/* A date or a list of them, each counting at its last day, ascending. */
static void read_days(struct assumption_reader *reader, const struct value *value, const char *path,
                      struct lever_days *days)
{
    size_t count = value->kind == VALUE_TABLE ? value_length(value) : 1;
    int32_t *found = script_reader_alloc(&reader->script, count, sizeof *found);
    if (value->kind == VALUE_TABLE && (count == 0 || count != value->count)) {
        script_reader_error(&reader->script, reader->script.value, path,
                            "write { \"2025-03\", \"2027-11\" }",
                            "`%s` is a table, but a list of dates was expected", path);
        return;
    }
    days->days = found;
    for (size_t i = 0; found && i < count; i++) {
        struct date date;
        bool listed = value->kind == VALUE_TABLE;
        const char *inner = listed ? script_reader_item(&reader->script, path, i + 1) : path;
        if (!assumption_date(reader, listed ? value_item(value, i + 1) : value, inner, &date))
            continue;
        size_t at = days->count++;
        for (; at > 0 && found[at - 1] > date.last; at--)
            found[at] = found[at - 1];
        found[at] = date.last;
    }
}

static void read_on(struct assumption_reader *reader, const struct value *value, const char *path,
                    struct lever_effect *effect)
{
    size_t countries = reader->project->country_count;
    bool by_country =
        value->kind == VALUE_TABLE && value->count > 0 && value->pairs[0].key.kind == VALUE_TEXT;
    struct lever_days *on =
        script_reader_alloc(&reader->script, by_country ? value->count : countries, sizeof *on);
    if (!on)
        return;
    effect->on = on;
    for (size_t i = 0; by_country && i < value->count; i++) {
        struct text id = value->pairs[i].key.text;
        const char *inner = script_reader_path(&reader->script, path, id);
        uint32_t country = assumption_name_country(reader, inner, id);
        if (country == UINT32_MAX)
            continue;
        on[effect->on_count] = (struct lever_days){.country = country};
        read_days(reader, &value->pairs[i].value, inner, &on[effect->on_count++]);
    }
    struct lever_days all = {0};
    if (!by_country)
        read_days(reader, value, path, &all);
    for (size_t i = 0; !by_country && i < countries; i++)
        on[effect->on_count++] = (struct lever_days){(uint32_t)i, all.days, all.count};
}

static bool read_effect(struct assumption_reader *reader, struct text id, const struct value *value,
                        const char *path, struct lever_effect *effect)
{
    *effect = (struct lever_effect){.cap = NAN, .line = value->line};
    effect->indicator = assumption_name_indicator(reader, path, id);
    effect->time = (struct lever_time){0, 0, reader->half_life_months, NAN};
    bool good = assumption_judged(reader, value, path, true, &effect->size);
    if (!good)
        return false;
    if (effect->indicator != UINT32_MAX)
        assumption_within(reader, path, effect->indicator, &effect->size, true);
    if (value->kind != VALUE_TABLE)
        return effect->indicator != UINT32_MAX;
    const char *names[FIELD_MAX];
    struct value named = *value; /* what comes behind the numbers */
    named.pairs += value_length(value);
    named.count -= value_length(value);
    script_reader_keys(&reader->script, &named, path, field_group(FIELD_EFFECT)->what, names,
                       field_names(FIELD_EFFECT, names, 0));
    effect->time = assumption_time(reader, value, path, reader->half_life_months);
    const struct value *cap = value_field(value, "cap"), *on = value_field(value, "on");
    if (cap) {
        const char *inner = assumption_path(reader, path, "cap");
        if (script_reader_number(&reader->script, cap, inner, "a value of the indicator",
                                 &effect->cap) &&
            effect->indicator != UINT32_MAX) {
            struct judged end = {effect->cap, effect->cap, effect->cap};
            assumption_within(reader, inner, effect->indicator, &end, false);
        }
    }
    if (on)
        read_on(reader, on, assumption_path(reader, path, "on"), effect);
    return effect->indicator != UINT32_MAX;
}

const struct lever_effect *assumption_effects(struct assumption_reader *reader,
                                              const struct value *value, const char *path,
                                              size_t *count)
{
    *count = 0;
    if (!assumption_table(reader, value, path,
                          "a table of indicators, { cs_ngo_law = { 0, 1, 2 } },"))
        return NULL;
    struct lever_effect *effects =
        script_reader_alloc(&reader->script, value->count, sizeof *effects);
    for (size_t i = 0; effects && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reader->script, reader->script.value, path,
                                "write { cs_ngo_law = { 0, 1, 2 } }",
                                "`%s` is a list, but a table of indicators was expected", path);
            break;
        }
        const char *inner = script_reader_path(&reader->script, path, key->text);
        if (read_effect(reader, key->text, &value->pairs[i].value, inner, &effects[*count]))
            (*count)++;
    }
    return effects;
}
