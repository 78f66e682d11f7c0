#include "cli/cmd.h"
#include "cli/record_effect.h"
#include "cli/record_run.h"

#include "model/source.h"

#include <stdio.h>
#include <string.h>

/* What is withdrawn: an observation of an indicator, or an event. */
struct retract {
    struct record_run run;
    const struct observation *observation;
    const struct event *event;
    const char *indicator;
    bool *indicators;
};

static bool same_text(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Whether an observation is the one the options describe. */
static bool fits(const struct retract *retract, const struct observation *made,
                 const struct date *date)
{
    const struct opt *opt = retract->run.session.opt;
    const struct sources *sources = retract->run.session.project->sources;
    return made->retracted == INT32_MAX &&
           (!opt->date || (made->date.last == date->last && made->date.first == date->first)) &&
           (!opt->source || same_text(sources->items[made->source].id, opt->source)) &&
           (!opt->coder || same_text(made->coder, opt->coder)) &&
           (!opt->series || (made->use && same_text(made->use->series, opt->series)));
}

/* "2021 from icnl-kgz, coded by draft". */
static void describe(const struct retract *retract, const struct observation *made,
                     struct text_buffer *text)
{
    char date[DATE_PRINT_SIZE];
    const struct sources *sources = retract->run.session.project->sources;
    date_print(made->date, date);
    text_add_format(text, "%s%s from %s", text->length ? "; " : "", date,
                    sources->items[made->source].id);
    if (made->use)
        text_add_format(text, " (%s)", made->use->series);
    else if (made->coder)
        text_add_format(text, ", coded by %s", made->coder);
}

static bool refuse(struct retract *retract, size_t found, const struct text_buffer *all,
                   const char *country)
{
    struct err err;
    const struct opt *opt = retract->run.session.opt;
    if (found > 1) {
        err_set(&err, ERR_RECORD_MATCH, "%zu observations of %s/%s fit", found, country,
                retract->indicator);
        err_hint(&err, "say --date, --source, --series or --coder: %s",
                 all->bytes ? all->bytes : "");
    } else {
        err_set(&err, ERR_RECORD_MATCH, "no observation of %s/%s that stands fits%s%s", country,
                retract->indicator, opt->date ? " " : "", opt->date ? opt->date : "");
        err_hint(&err, "tidemark history %s %s lists them", country, retract->indicator);
    }
    return record_run_fail(&retract->run, &err);
}

static bool find_observation(struct retract *retract, uint32_t country, uint32_t indicator)
{
    const struct project *project = retract->run.session.project;
    struct text_buffer all = {0};
    struct date date = {0};
    size_t found = 0;
    if (!record_run_date(&retract->run, "date", retract->run.session.opt->date, false, &date))
        return false;
    retract->indicator = project->codebook->indicators[indicator].id;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        if (made->country != country || made->indicator != indicator || !fits(retract, made, &date))
            continue;
        retract->observation = made;
        found++;
        describe(retract, made, &all);
    }
    bool fine = found == 1 || refuse(retract, found, &all, project->countries[country].id);
    text_buffer_free(&all);
    return fine;
}

static bool find_event(struct retract *retract, const char *id)
{
    struct err err;
    const struct project *project = retract->run.session.project;
    const char **names =
        arena_alloc(retract->run.session.arena, project->event_count + 1, sizeof *names);
    for (size_t i = 0; names && i < project->event_count; i++) {
        names[i] = project->events[i].id;
        if (strcmp(names[i], id) == 0)
            retract->event = &project->events[i];
    }
    if (retract->event && retract->event->retracted == INT32_MAX)
        return true;
    err_set(&err, ERR_RECORD_MATCH,
            retract->event ? "the event %s is withdrawn already" : "there is no event \"%s\"", id);
    size_t near = names ? text_nearest(text_of(id), names, project->event_count) : SIZE_MAX;
    if (!retract->event && near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", names[near]);
    return record_run_fail(&retract->run, &err);
}

/* What is meant; *country is UINT32_MAX for an event. */
static bool find(struct retract *retract)
{
    struct err err;
    uint32_t country, indicator;
    struct record_run *run = &retract->run;
    const struct opt *opt = run->session.opt;
    if (!opt->why || (opt->argument_count != 1 && opt->argument_count != 2)) {
        err_set(&err, ERR_ARGUMENT,
                opt->why ? "`tidemark retract` wants a country and an indicator, or an event"
                         : "`tidemark retract` wants --why TEXT: nothing goes without a reason");
        err_hint(&err, "tidemark retract KGZ cs_assembly --date 2021-08-23 --why TEXT");
        return record_run_fail(run, &err);
    }
    if (!record_run_text(run, "why", opt->why) || !record_run_day(run, "on", opt->on))
        return false;
    if (opt->argument_count == 1)
        return find_event(retract, opt->arguments[0]);
    return record_run_country(run, opt->arguments[0], &country) &&
           session_indicator(&run->session, opt->arguments[1], &indicator) &&
           find_observation(retract, country, indicator);
}

static void mark_indicators(struct retract *retract)
{
    const struct event *event = retract->event;
    if (retract->observation)
        retract->indicators[retract->observation->indicator] = true;
    for (size_t i = 0; event && i < event->effects_count; i++)
        for (size_t j = 0; j < event->effects[i].count; j++)
            retract->indicators[event->effects[i].effects[j].indicator] = true;
}

/* Withdrawn later than it is looked at, it still stands there: the reading is of all that is known.
 */
static void show_effect(struct retract *retract)
{
    const struct observation *made = retract->observation;
    const struct event *event = retract->event;
    if (event && (event->signal || event->effects_count == 0))
        return;
    record_effect_show(&retract->run, made ? &made->country : event->countries,
                       made ? 1 : event->country_count, retract->indicators,
                       made ? made->date.last : event->date.last);
}

static void withdraw(struct retract *retract)
{
    struct err err;
    struct record_run *run = &retract->run;
    struct session *session = &run->session;
    retract->indicators =
        arena_alloc(session->arena, session->project->codebook->indicator_count, sizeof(bool));
    if (!retract->indicators || !find(retract))
        return;
    mark_indicators(retract);
    bool observed = retract->observation != NULL;
    struct record_file *file =
        record_run_file(run, observed ? retract->observation->file : retract->event->file);
    if (!file)
        return;
    if (!record_withdrawal(session->arena, file->tree, retract->indicator,
                           observed ? retract->observation->line : retract->event->line, run->today,
                           session->opt->why, &file->done, &err)) {
        record_run_fail(run, &err);
        return;
    }
    struct record_change expected = {.observations_retracted = observed,
                                     .events_retracted = !observed};
    if (record_run_check(run, &expected) && record_run_write(run))
        show_effect(retract);
}

enum err_status cmd_retract(const struct opt *opt)
{
    struct retract retract = {0};
    if (record_run_open(&retract.run, opt))
        withdraw(&retract);
    return record_run_close(&retract.run);
}
