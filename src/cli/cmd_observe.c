#include "cli/cmd.h"
#include "cli/record_effect.h"
#include "cli/record_run.h"

#include "base/number.h"
#include "model/panel_reading.h"
#include "model/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What is to be recorded, as far as it is known to be right. */
struct observe {
    struct record_run run;
    uint32_t country;
    uint32_t indicator;
    const struct indicator *scale_of;
    const char *value_text;
    double value;
    struct date date;
    bool new_source;
    struct record_change expected;
};

static bool take_arguments(struct observe *observe)
{
    struct err err;
    const struct opt *opt = observe->run.session.opt;
    if (opt->argument_count == 3)
        return true;
    err_set(&err, ERR_ARGUMENT, "`tidemark observe` wants a country, an indicator and a value");
    err_hint(&err, "tidemark observe KGZ cs_assembly 1 --date 2021-08-23 --source ID");
    return record_run_fail(&observe->run, &err);
}

static bool take_number(struct observe *observe, const char *what, const char *text, double *number)
{
    struct err err;
    enum number_problem problem = number_parse(text, strlen(text), number);
    if (problem == NUMBER_OK)
        return true;
    err_set(&err, ERR_RECORD_VALUE, "%s is %s: %s", what, text, number_problem_text(problem));
    if (strchr(text, ','))
        err_hint(&err, "a decimal has a point: %.*s.%s", (int)strcspn(text, ","), text,
                 strchr(text, ',') + 1);
    return record_run_fail(&observe->run, &err);
}

/* "0 never; 1 rarely; …", as much as fits. */
static void hint_levels(struct err *err, const struct scale *scale)
{
    struct text_buffer text = {0};
    for (size_t i = 0; i < scale->level_count; i++)
        text_add_format(&text, "%s%g %.48s%s", i ? "; " : "", scale->levels[i].value,
                        scale->levels[i].anchor, strlen(scale->levels[i].anchor) > 48 ? "…" : "");
    if (!text.failed && text.bytes)
        err_hint(err, "%s", text.bytes);
    text_buffer_free(&text);
}

/* A value coded by hand is a level of an ordinal scale, or lies between the ends of another. */
static bool check_value(struct observe *observe)
{
    struct err err;
    const struct scale *scale = &observe->scale_of->scale;
    double least = fmin(scale->worst, scale->best), most = fmax(scale->worst, scale->best);
    const char *id = observe->scale_of->id;
    if (observe->run.session.opt->series || scale->kind == SCALE_NONE || isnan(least))
        return true;
    if (scale->kind == SCALE_ORDINAL) {
        for (size_t i = 0; i < scale->level_count; i++)
            if (scale->levels[i].value == observe->value)
                return true;
        err_set(&err, ERR_RECORD_VALUE, "%s is one of the levels %g to %g, but got %s", id, least,
                most, observe->value_text);
        hint_levels(&err, scale);
        return record_run_fail(&observe->run, &err);
    }
    if (observe->value >= least && observe->value <= most)
        return true;
    err_set(&err, ERR_RECORD_VALUE, "%s lies between %g and %g, but got %s", id, least, most,
            observe->value_text);
    err_hint(&err, "a published figure on another scale needs its series: --series NAME");
    return record_run_fail(&observe->run, &err);
}

/* A source that is not there yet is a slip of the pen, unless it is forced. */
static bool check_source(struct observe *observe)
{
    struct err err;
    const struct opt *opt = observe->run.session.opt;
    const struct sources *sources = observe->run.session.project->sources;
    if (!opt->source) {
        err_set(&err, ERR_ARGUMENT, "`tidemark observe` wants --source ID");
        err_hint(&err, "no figure stands without its source; tidemark source add ID records one");
        return record_run_fail(&observe->run, &err);
    }
    if (source_find(sources, text_of(opt->source)) != UINT32_MAX)
        return true;
    observe->new_source = true;
    if (opt->force)
        return true;
    const char **names = arena_alloc(observe->run.session.arena, sources->count + 1, sizeof *names);
    for (size_t i = 0; names && i < sources->count; i++)
        names[i] = sources->items[i].id;
    size_t near = names ? text_nearest(text_of(opt->source), names, sources->count) : SIZE_MAX;
    err_set(&err, ERR_RECORD_UNSURE, "no source has the id \"%s\"", opt->source);
    if (near != SIZE_MAX)
        err_hint(&err,
                 "did you mean %s? A new one: tidemark source add %s --title TEXT; --force "
                 "adds it by its id alone",
                 names[near], opt->source);
    else
        err_hint(&err,
                 "tidemark source add %s --title TEXT records it; --force adds it by its id "
                 "alone",
                 opt->source);
    return record_run_fail(&observe->run, &err);
}

/* The value that stood the day before, NaN when none did: another coder's of the same date is not
 * looked at, so that nobody is talked into it. */
static bool value_before(struct observe *observe, double *value)
{
    const struct project *project = observe->run.session.project;
    struct panel_options options = {
        .axis = project->codebook->axis, .as_known = INT32_MAX, .as_of = observe->date.last - 1};
    struct panel_pick_room room = {.arena = observe->run.session.arena};
    struct panel_pick pick;
    if (!panel_pick_of(project, &options, observe->indicator, observe->country, &room, &pick))
        return false;
    *value = panel_reading_of(&pick, date_period_of(options.axis, options.as_of)).value;
    return true;
}

/* A fall or rise by two levels, or half of another scale, happens, but a slip is likelier. */
static bool check_step(struct observe *observe)
{
    struct err err;
    const struct opt *opt = observe->run.session.opt;
    const struct scale *scale = &observe->scale_of->scale;
    double length = fabs(scale->best - scale->worst), before = NAN;
    bool ordinal = scale->kind == SCALE_ORDINAL;
    if (opt->force || opt->series || isnan(length))
        return true;
    if (!value_before(observe, &before))
        return session_complete(&observe->run.session);
    double step = observe->value - before;
    double most = ordinal ? 2 * length / (double)(scale->level_count - 1) : length / 2;
    if (isnan(before) || fabs(step) < most * (1 - 1e-9))
        return true;
    err_set(&err, ERR_RECORD_UNSURE, "%s stood at %.4g before %s and would %s by %.4g%s to %s",
            observe->scale_of->id, before, opt->date, step < 0 ? "fall" : "rise", fabs(step),
            ordinal ? " levels" : "", observe->value_text);
    err_hint(&err, "if that is so, add --force");
    return record_run_fail(&observe->run, &err);
}

static bool check_dates(struct observe *observe)
{
    struct err err;
    const struct opt *opt = observe->run.session.opt;
    if (!record_run_date(&observe->run, "date", opt->date, true, &observe->date) ||
        !record_run_day(&observe->run, "recorded", opt->recorded))
        return false;
    if (opt->force || observe->date.first <= observe->run.day)
        return true;
    err_set(&err, ERR_RECORD_UNSURE, "%s has not come yet on %s, the day of recording", opt->date,
            observe->run.today);
    err_hint(&err, "the date is when it was so; if it is meant, add --force");
    return record_run_fail(&observe->run, &err);
}

/* One value of a hand and a date a day: what was recorded stays, and a later one supersedes it. */
static bool is_twice(const struct observe *observe, const struct observation *made)
{
    const struct opt *opt = observe->run.session.opt;
    const struct sources *sources = observe->run.session.project->sources;
    return made->country == observe->country && made->indicator == observe->indicator &&
           made->date.last == observe->date.last && made->recorded == observe->run.day &&
           made->retracted == INT32_MAX && !made->use && !opt->series && !made->agrees &&
           !opt->agrees &&
           strcmp(made->coder ? made->coder : "", opt->coder ? opt->coder : "") == 0 &&
           strcmp(sources->items[made->source].id, opt->source) == 0;
}

static bool check_twice(struct observe *observe)
{
    struct err err;
    const struct opt *opt = observe->run.session.opt;
    const struct project *project = observe->run.session.project;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        if (!is_twice(observe, made))
            continue;
        err_set(&err, ERR_RECORD_VALUE, "%s was recorded as %g for %s on the same day (%s:%u)",
                observe->scale_of->id, made->value, opt->date, made->file, (unsigned)made->line);
        err_hint(&err,
                 "withdraw that one first: tidemark retract %s %s --date %s --source %s "
                 "--why TEXT",
                 project->countries[observe->country].id, observe->scale_of->id, opt->date,
                 opt->source);
        return record_run_fail(&observe->run, &err);
    }
    return true;
}

/* Whether somebody coded the indicator for the date. */
static bool is_coder(const struct observe *observe, struct text name)
{
    const struct project *project = observe->run.session.project;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        if (made->country == observe->country && made->indicator == observe->indicator &&
            made->date.last == observe->date.last && made->coder && text_is(name, made->coder))
            return true;
    }
    return false;
}

/* What is agreed with somebody settles their value: a misspelt name would leave it unsettled. */
static bool check_agrees(struct observe *observe)
{
    struct err err;
    const struct opt *opt = observe->run.session.opt;
    for (const char *at = opt->agrees; at && !opt->force; at = strchr(at, ',')) {
        at += strspn(at, ", ");
        struct text name = {at, strcspn(at, ",")};
        while (name.length > 0 && at[name.length - 1] == ' ')
            name.length--;
        if (name.length == 0 || is_coder(observe, name))
            continue;
        err_set(&err, ERR_RECORD_UNSURE, "%.*s has coded no value of %s for %s",
                name.length < 60 ? (int)name.length : 60, name.bytes, observe->scale_of->id,
                opt->date);
        err_hint(&err,
                 "--agrees names those whose values are settled: tidemark history %s %s lists "
                 "them; if it is meant, add --force",
                 observe->run.session.project->countries[observe->country].id,
                 observe->scale_of->id);
        return record_run_fail(&observe->run, &err);
    }
    return true;
}

static bool check_texts(struct observe *observe)
{
    const struct opt *opt = observe->run.session.opt;
    const struct {
        const char *option, *text;
    } texts[] = {{"source", opt->source},
                 {"note", opt->note},
                 {"coder", opt->coder},
                 {"agrees", opt->agrees},
                 {"series", opt->series}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!record_run_text(&observe->run, texts[i].option, texts[i].text))
            return false;
    const struct {
        const char *option, *text;
    } numbers[] = {{"--low", opt->low}, {"--high", opt->high}, {"--se", opt->se}};
    double ignored;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].text && !take_number(observe, numbers[i].option, numbers[i].text, &ignored))
            return false;
    return true;
}

static bool check(struct observe *observe)
{
    const struct session *session = &observe->run.session;
    const char *const *arguments = session->opt->arguments;
    if (!record_run_country(&observe->run, arguments[0], &observe->country) ||
        !session_indicator(&observe->run.session, arguments[1], &observe->indicator))
        return false;
    observe->scale_of = &session->project->codebook->indicators[observe->indicator];
    observe->value_text = arguments[2];
    return take_number(observe, "the value", observe->value_text, &observe->value) &&
           check_dates(observe) && check_texts(observe) && check_value(observe) &&
           check_source(observe) && check_twice(observe) && check_agrees(observe) &&
           check_step(observe);
}

/* The line of the country's file, and that of a forced source. */
static bool make_edits(struct observe *observe)
{
    struct err err;
    struct record_run *run = &observe->run;
    struct session *session = &run->session;
    const struct opt *opt = session->opt;
    struct record record = {0}, source = {0};
    record_plain(&record, "date", opt->date);
    record_plain(&record, "value", observe->value_text);
    record_plain(&record, "low", opt->low);
    record_plain(&record, "high", opt->high);
    record_plain(&record, "se", opt->se);
    record_text(&record, "confidence", opt->confidence);
    record_text(&record, "coder", opt->coder);
    record_list(session->arena, &record, "agrees", opt->agrees, false);
    record_text(&record, "series", opt->series);
    record_text(&record, "source", opt->source);
    record_plain(&record, "recorded", run->today);
    record_text(&record, "note", opt->note);
    record_text(&source, "id", opt->source);
    struct record_file *sources =
        observe->new_source ? record_run_file(run, "indicators/sources.yaml") : NULL;
    if (observe->new_source && !sources)
        return false;
    struct record_file *file =
        record_run_file(run, session->project->countries[observe->country].file);
    if (!file)
        return false;
    observe->expected = (struct record_change){.observations_added = 1};
    observe->expected.sources_added = observe->new_source;
    if ((sources && !record_source(session->arena, sources->tree, &source, &sources->done, &err)) ||
        !record_observation(session->arena, file->tree, session->project->codebook,
                            observe->scale_of->id, &record, &file->done, &err))
        return record_run_fail(run, &err);
    return true;
}

/* The words that the level stands for: whether they are true is for the coder to see. */
static void say_level(const struct observe *observe)
{
    const struct scale *scale = &observe->scale_of->scale;
    const struct opt *opt = observe->run.session.opt;
    for (size_t i = 0; i < scale->level_count && !opt->series && !opt->quiet; i++)
        if (scale->levels[i].value == observe->value)
            fprintf(stderr, "%s %g of %g to %g: %s\n", observe->scale_of->id, observe->value,
                    scale->levels[0].value, scale->levels[scale->level_count - 1].value,
                    scale->levels[i].anchor);
}

static void observe_value(struct observe *observe)
{
    struct record_run *run = &observe->run;
    if (!take_arguments(observe) || !check(observe) || !make_edits(observe) ||
        !record_run_check(run, &observe->expected))
        return;
    say_level(observe);
    bool *indicators = arena_alloc(
        run->session.arena, run->session.project->codebook->indicator_count, sizeof *indicators);
    if (!record_run_write(run) || !indicators)
        return;
    indicators[observe->indicator] = true;
    record_effect_show(run, &observe->country, 1, indicators, observe->date.last);
}

enum err_status cmd_observe(const struct opt *opt)
{
    struct observe observe = {0};
    if (record_run_open(&observe.run, opt))
        observe_value(&observe);
    return record_run_close(&observe.run);
}
