#include "cli/variants.h"

#include <string.h>

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    return session_fail(session, &err);
}

/* A reading for each day that --as-known names. */
static bool read_vintages(struct session *session, const struct session_ask *ask,
                          struct variants *variants)
{
    struct err err;
    const struct opt *whole = session->opt;
    struct opt *one = arena_alloc(session->arena, 1, sizeof *one);
    if (!one)
        return out_of_memory(session);
    *one = *whole;
    session->opt = one;
    bool read = true;
    for (const char *at = whole->as_known; read; at += strcspn(at, ",") + 1) {
        if (variants->count == VARIANTS_MAX) {
            err_set(&err, ERR_OPTION_VALUE, "--as-known names more than %d days", VARIANTS_MAX);
            read = session_fail(session, &err);
            break;
        }
        one->as_known = arena_text(session->arena, at, strcspn(at, ","));
        read = (one->as_known || out_of_memory(session)) &&
               session_read(session, ask, &variants->readings[variants->count]);
        variants->suffixes[variants->count++] = one->as_known;
        if (!at[strcspn(at, ",")])
            break;
    }
    session->opt = whole;
    return read;
}

bool variants_read(struct session *session, struct variants *variants)
{
    struct readings readings;
    const struct opt *opt = session->opt;
    struct session_ask ask = {.around = true, .exact = true};
    *variants = (struct variants){
        .readings = arena_alloc(session->arena, VARIANTS_MAX, sizeof(struct reading)),
        .suffixes = arena_alloc(session->arena, VARIANTS_MAX, sizeof(char *))};
    if (!variants->readings || !variants->suffixes)
        return out_of_memory(session);
    if (opt->as_known && strchr(opt->as_known, ','))
        return read_vintages(session, &ask, variants);
    ask.several = opt->rule && strchr(opt->rule, ',');
    if (!session_read_rules(session, &ask, &readings))
        return false;
    for (size_t i = 0; i < readings.count && i < VARIANTS_MAX; i++) {
        variants->readings[i] = readings.items[i];
        variants->suffixes[i] = readings.count > 1 ? readings.items[i].rule->name : "";
        variants->count++;
    }
    return true;
}

void variants_meta(const struct session *session, const struct variants *variants,
                   struct rows *rows)
{
    /* Days share their rule. */
    bool vintages = variants->readings[0].rule == variants->readings[variants->count - 1].rule;
    struct readings readings = {variants->readings, vintages ? 1 : variants->count};
    session_meta_rules(session, &readings, rows);
}
