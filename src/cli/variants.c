#include "cli/variants.h"

#include <string.h>

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    return session_fail(session, &err);
}

/* "rights", "2021-12-31", "rights 2021-12-31", or nothing. */
static const char *suffix_of(struct arena *arena, const char *rule, const char *day)
{
    return *rule && *day ? arena_printf(arena, "%s %s", rule, day) : *rule ? rule : day;
}

/* The readings of one day, one a rule. */
static bool read_day(struct session *session, const char *day, struct variants *variants)
{
    struct err err;
    struct readings readings;
    const struct opt *opt = session->opt;
    const struct session_ask ask = {
        .around = true, .exact = true, .several = opt->rule && strchr(opt->rule, ',')};
    if (!session_read_rules(session, &ask, &readings))
        return false;
    variants->rules = readings.count;
    for (size_t i = 0; i < readings.count; i++) {
        if (variants->count == VARIANTS_MAX) {
            err_set(&err, ERR_OPTION_VALUE, "--rule and --as-known name more than %d states",
                    VARIANTS_MAX);
            return session_fail(session, &err);
        }
        const char *rule = readings.count > 1 ? readings.items[i].rule->name : "";
        variants->readings[variants->count] = readings.items[i];
        variants->suffixes[variants->count] = suffix_of(session->arena, rule, day);
        if (!variants->suffixes[variants->count++])
            return out_of_memory(session);
    }
    return true;
}

/* Day by day, each in the place of all that --as-known names. */
static bool read_days(struct session *session, struct variants *variants)
{
    const struct opt *whole = session->opt;
    struct opt *one = arena_alloc(session->arena, 1, sizeof *one);
    if (!one)
        return out_of_memory(session);
    *one = *whole;
    session->opt = one;
    bool read = true;
    for (const char *at = whole->as_known; read; at += strcspn(at, ",") + 1) {
        one->as_known = arena_text(session->arena, at, strcspn(at, ","));
        read =
            (one->as_known || out_of_memory(session)) && read_day(session, one->as_known, variants);
        variants->days++;
        if (!at[strcspn(at, ",")])
            break;
    }
    session->opt = whole;
    return read;
}

bool variants_read(struct session *session, struct variants *variants)
{
    const struct opt *opt = session->opt;
    *variants = (struct variants){
        .readings = arena_alloc(session->arena, VARIANTS_MAX, sizeof(struct reading)),
        .suffixes = arena_alloc(session->arena, VARIANTS_MAX, sizeof(char *))};
    if (!variants->readings || !variants->suffixes)
        return out_of_memory(session);
    if (opt->as_known && strchr(opt->as_known, ','))
        return read_days(session, variants);
    variants->days = 1;
    return read_day(session, "", variants);
}

void variants_meta(const struct session *session, const struct variants *variants,
                   struct rows *rows)
{
    struct readings readings = {variants->readings, variants->rules};
    session_meta_rules(session, &readings, rows);
}
