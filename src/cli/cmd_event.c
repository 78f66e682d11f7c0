#include "cli/cmd.h"
#include "cli/record_effect.h"
#include "cli/record_run.h"

#include "base/number.h"
#include "model/source.h"

#include <string.h>

static const char shared_path[] = "data/shared.yaml";

/* The event that is to be recorded; effects go by indicator, a list where one has several. */
struct event_add {
    struct record_run run;
    const char *id;
    uint32_t *countries;
    size_t country_count;
    struct date date;
    bool signal;
    bool *indicators; /* [indicator]: it has an effect */
    uint32_t effect_of[OPT_EFFECTS_MAX];
    struct record effects[OPT_EFFECTS_MAX];
};

static bool take_arguments(struct event_add *add)
{
    struct err err;
    const struct opt *opt = add->run.session.opt;
    if (opt->argument_count == 3 && strcmp(opt->arguments[0], "add") == 0)
        return true;
    err_set(&err, ERR_ARGUMENT, "`tidemark event` wants the word add, a country and an id");
    err_hint(&err, "tidemark event add KGZ kgz-2021-08-rally --date 2021-08-23 --title TEXT "
                   "--source ID");
    return record_run_fail(&add->run, &err);
}

static bool take_countries(struct event_add *add, const char *list)
{
    struct session *session = &add->run.session;
    add->countries =
        arena_alloc(session->arena, session->project->country_count + 1, sizeof *add->countries);
    while (add->countries && *list) {
        size_t length = strcspn(list, ",");
        const char *name = arena_text(session->arena, list, length);
        uint32_t country = 0;
        if (!name || !record_run_country(&add->run, name, &country))
            return false;
        bool seen = false;
        for (size_t i = 0; i < add->country_count; i++)
            seen = seen || add->countries[i] == country;
        if (!seen)
            add->countries[add->country_count++] = country;
        list += length + (list[length] == ',');
    }
    return session_complete(session);
}

static bool effect_problem(struct event_add *add, const char *effect)
{
    struct err err;
    err_set(&err, ERR_RECORD_VALUE, "--effect \"%s\" is no indicator, number and reason", effect);
    err_hint(&err, "--effect \"cs_assembly -0.5 B rallies were dispersed\"; the grade may be left "
                   "out");
    return record_run_fail(&add->run, &err);
}

/* The next word of *text, terminated; "" at its end. */
static const char *take_word(struct arena *arena, const char **text)
{
    *text += strspn(*text, " ");
    size_t length = strcspn(*text, " ");
    const char *word = arena_text(arena, *text, length);
    *text += length;
    *text += strspn(*text, " ");
    return word ? word : "";
}

/* "cs_assembly -0.5 B rallies were dispersed". */
static bool take_effect(struct event_add *add, size_t at)
{
    struct arena *arena = add->run.session.arena;
    const char *given = add->run.session.opt->effects[at], *rest = given;
    const char *indicator = take_word(arena, &rest), *by = take_word(arena, &rest), *grade = NULL;
    double number;
    if (!record_run_text(&add->run, "effect", given) ||
        !session_indicator(&add->run.session, indicator, &add->effect_of[at]))
        return false;
    if (strchr("ABCD", *rest) && *rest && rest[1] == ' ')
        grade = take_word(arena, &rest);
    if (number_parse(by, strlen(by), &number) != NUMBER_OK || !*rest)
        return effect_problem(add, given);
    struct record *effect = &add->effects[at];
    record_plain(effect, "by", by);
    record_text(effect, "because", rest);
    record_text(effect, "confidence", grade);
    add->indicators[add->effect_of[at]] = true;
    return true;
}

static bool take_effects(struct event_add *add)
{
    const struct session *session = &add->run.session;
    add->indicators = arena_alloc(session->arena, session->project->codebook->indicator_count,
                                  sizeof *add->indicators);
    for (size_t i = 0; add->indicators && i < session->opt->effect_count; i++)
        if (!take_effect(add, i))
            return false;
    return add->indicators != NULL;
}

static bool take_kind(struct event_add *add)
{
    struct err err;
    const char *kind = add->run.session.opt->kind;
    add->signal = kind && strcmp(kind, "signal") == 0;
    if (!kind || add->signal || strcmp(kind, "event") == 0)
        return true;
    err_set(&err, ERR_RECORD_VALUE, "--kind %s: it is event or signal", kind);
    return record_run_fail(&add->run, &err);
}

static bool check_sources(struct event_add *add, const char *list)
{
    struct err err;
    struct session *session = &add->run.session;
    while (*list) {
        size_t length = strcspn(list, ",");
        const char *id = arena_text(session->arena, list, length);
        if (id && source_find(session->project->sources, text_of(id)) == UINT32_MAX) {
            err_set(&err, ERR_RECORD_UNSURE, "no source has the id \"%s\"", id);
            err_hint(&err, "tidemark source add %s --title TEXT records it", id);
            return record_run_fail(&add->run, &err);
        }
        list += length + (list[length] == ',');
    }
    return session_complete(session);
}

static bool check_texts(struct event_add *add)
{
    struct err err;
    const struct opt *opt = add->run.session.opt;
    if (!opt->title || !opt->source) {
        err_set(&err, ERR_ARGUMENT, "`tidemark event add` wants --title TEXT and --source ID");
        return record_run_fail(&add->run, &err);
    }
    return record_run_text(&add->run, "title", opt->title) &&
           record_run_text(&add->run, "note", opt->note) &&
           record_run_text(&add->run, "reverses", opt->reverses) &&
           record_run_text(&add->run, "id", add->id) && check_sources(add, opt->source);
}

static bool check_dates(struct event_add *add)
{
    struct err err;
    const struct opt *opt = add->run.session.opt;
    if (!record_run_date(&add->run, "date", opt->date, true, &add->date) ||
        !record_run_day(&add->run, "recorded", opt->recorded))
        return false;
    if (opt->force || add->date.first <= add->run.day)
        return true;
    err_set(&err, ERR_RECORD_UNSURE, "%s has not come yet on %s, the day of recording", opt->date,
            add->run.today);
    err_hint(&err, "what may come is a signal of the day it was heard; if it is meant, --force");
    return record_run_fail(&add->run, &err);
}

/* Effects by indicator, in the order given; several on one make a list. */
static bool make_effects(struct event_add *add, struct record *by_indicator)
{
    struct session *session = &add->run.session;
    size_t count = session->opt->effect_count;
    for (size_t i = 0; i < count; i++) {
        struct edit_value *items = arena_alloc(session->arena, count, sizeof *items);
        size_t used = 0;
        bool seen = false;
        for (size_t j = 0; j < i; j++)
            seen = seen || add->effect_of[j] == add->effect_of[i];
        for (size_t j = i; items && j < count; j++)
            if (add->effect_of[j] == add->effect_of[i])
                items[used++] = record_mapping(&add->effects[j]);
        if (!items)
            return session_complete(session);
        struct edit_value list = {.kind = TREE_SEQUENCE, .items = items, .count = used};
        if (!seen)
            record_value(by_indicator, session->project->codebook->indicators[add->effect_of[i]].id,
                         used == 1 ? items[0] : list);
    }
    return true;
}

static const char *names_of(struct event_add *add)
{
    const struct session *session = &add->run.session;
    const char *names = "";
    for (size_t i = 0; names && i < add->country_count; i++)
        names = arena_printf(session->arena, "%s%s%s", names, i ? "," : "",
                             session->project->countries[add->countries[i]].id);
    return names;
}

static bool make_edit(struct event_add *add, struct record_file *file)
{
    struct err err;
    struct session *session = &add->run.session;
    const struct opt *opt = session->opt;
    struct record record = {0}, effects = {0};
    record_text(&record, "id", add->id);
    record_plain(&record, "date", opt->date);
    if (add->country_count > 1)
        record_list(session->arena, &record, "countries", names_of(add), false);
    record_text(&record, "title", opt->title);
    record_text(&record, "kind", add->signal ? "signal" : "event");
    record_list(session->arena, &record, "source", opt->source, true);
    record_text(&record, "reverses", opt->reverses);
    record_plain(&record, "recorded", add->run.today);
    record_text(&record, "note", opt->note);
    if (!make_effects(add, &effects))
        return false;
    if (effects.count > 0)
        record_value(&record, add->signal ? "would" : "effects", record_mapping(&effects));
    return record_event(session->arena, file->tree, &record, &file->done, &err) ||
           record_run_fail(&add->run, &err);
}

static void add_event(struct event_add *add)
{
    struct record_run *run = &add->run;
    if (!take_arguments(add))
        return;
    add->id = run->session.opt->arguments[2];
    if (!take_countries(add, run->session.opt->arguments[1]) || !take_kind(add) ||
        !check_dates(add) || !check_texts(add) || !take_effects(add))
        return;
    const char *own = run->session.project->countries[add->countries[0]].file;
    struct record_file *file = record_run_file(run, add->country_count > 1 ? shared_path : own);
    if (!file || !make_edit(add, file) ||
        !record_run_check(run, &(struct record_change){.events_added = 1}) ||
        !record_run_write(run))
        return;
    if (!add->signal && run->session.opt->effect_count > 0)
        record_effect_show(run, add->countries, add->country_count, add->indicators,
                           add->date.last);
}

enum err_status cmd_event(const struct opt *opt)
{
    struct event_add add = {0};
    if (record_run_open(&add.run, opt))
        add_event(&add);
    return record_run_close(&add.run);
}
