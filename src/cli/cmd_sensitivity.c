#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display_sensitivity.h"
#include "cli/progress.h"
#include "cli/show.h"

#include "stat/sobol_index.h"

#include <string.h>

/* ROUNDS: of the bootstrap. */
enum { ROUNDS = 1000, POINTS_MOST = 1 << 20 };

typedef struct rows *make_rows(struct arena *arena, const struct sensitivity_ask *ask,
                               struct err *err);
typedef struct rows *make_table(const struct session *session, const struct robust_frame *frame,
                                const struct sensitivity_ask *ask, const struct rows *tidy);

/* What --show can be. */
static const struct {
    make_rows *rows;
    make_table *table;
} shows[] = {{sensitivity_rows, display_sensitivity_indices},
             {sensitivity_rows_tornado, display_sensitivity_tornado},
             {sensitivity_rows_without, display_sensitivity_without},
             {sensitivity_rows_correlations, display_sensitivity_correlations},
             {sensitivity_rows_weights, display_sensitivity_weights}};

enum { SHOWS = sizeof shows / sizeof *shows };
static const char *const show_names[SHOWS] = {"indices", "tornado", "without", "correlations",
                                              "weights"};

static bool out_of_memory(struct session *session)
{
    return robust_frame_fail(session, ERR_OUT_OF_MEMORY,
                             "out of memory while looking for what decides", "");
}

/* --outcome, one of the four kinds. */
static bool read_outcome(struct session *session, const char *text,
                         struct sensitivity_outcome *outcome)
{
    *outcome = (struct sensitivity_outcome){.name = text, .kind = SENSITIVITY_SHIFT};
    if (strcmp(text, "shift") == 0)
        return true;
    size_t length = strcspn(text, ",/");
    const char *name = arena_text(session->arena, text, length), *rest = text + length;
    if (!name)
        return out_of_memory(session);
    if (!session_country(session, name, &outcome->a))
        return false;
    outcome->kind = *rest == ',' ? SENSITIVITY_DIFFERENCE
                    : *rest      ? SENSITIVITY_RANK
                                 : SENSITIVITY_SCORE;
    if (*rest == ',')
        return session_country(session, rest + 1, &outcome->b);
    return !*rest || strcmp(rest, "/rank") == 0 ||
           robust_frame_fail(session, ERR_OPTION_VALUE,
                             "--outcome: behind a country and / stands rank", "--outcome KGZ/rank");
}

static bool choose_outcomes(struct session *session, const struct robust_frame *frame,
                            struct sensitivity_ask *ask)
{
    const struct robust_ask *robust = &frame->ask;
    struct sensitivity_outcome *outcomes =
        arena_alloc(session->arena, robust->country_count + 1, sizeof *outcomes);
    if (!outcomes)
        return out_of_memory(session);
    ask->outcomes = outcomes;
    ask->outcome_count = 1;
    if (session->opt->outcome || frame->countries >= ROBUST_RANKED_FROM)
        return read_outcome(session, session->opt->outcome ? session->opt->outcome : "shift",
                            outcomes);
    ask->outcome_count = robust->country_count;
    for (size_t i = 0; i < robust->country_count; i++)
        outcomes[i] =
            (struct sensitivity_outcome){session->project->countries[robust->countries[i]].id,
                                         SENSITIVITY_SCORE, robust->countries[i], 0};
    return true;
}

/* Whether an input is what a word names: its name, or `weights` for all of them. */
static bool is_named(const struct robust_input *input, const char *word, size_t length)
{
    if (input->kind == ROBUST_WEIGHT && length == 7 && strncmp(word, "weights", 7) == 0)
        return true;
    return strlen(input->name) == length && strncmp(input->name, word, length) == 0;
}

/* Puts the inputs that a list of --together names (apart at +) into a group. */
static bool join(struct session *session, const struct robust_plan *plan, const char *names,
                 size_t *group_of, size_t group)
{
    for (const char *at = names;; at++) {
        size_t length = strcspn(at, "+");
        bool found = false;
        for (size_t i = 0; i < plan->input_count; i++)
            if (is_named(&plan->inputs[i], at, length) && group_of[i] == SIZE_MAX) {
                group_of[i] = group;
                found = true;
            }
        if (!found)
            return robust_frame_fail(
                session, ERR_OPTION_VALUE,
                arena_printf(session->arena,
                             "--together: \"%.*s\" is nothing that varies and is not in "
                             "another group",
                             (int)length, at),
                "--together weights takes all weights as one input");
        at += length;
        if (!*at)
            return true;
    }
}

static bool choose_groups(struct session *session, struct sensitivity_ask *ask)
{
    const struct robust_plan *plan = ask->plan;
    size_t *group_of = arena_alloc(session->arena, plan->input_count + 1, sizeof *group_of);
    const char **names = arena_alloc(session->arena, plan->input_count + 1, sizeof *names);
    if (!group_of || !names)
        return out_of_memory(session);
    for (size_t i = 0; i < plan->input_count; i++)
        group_of[i] = SIZE_MAX;
    const char *at = session->opt->together;
    while (at && *at && ask->group_count < plan->input_count) {
        size_t length = strcspn(at, ",");
        const char *name = arena_text(session->arena, at, length);
        if (!name)
            return out_of_memory(session);
        names[ask->group_count] = name;
        if (!join(session, plan, name, group_of, ask->group_count++))
            return false;
        at += length + (at[length] == ',');
    }
    for (size_t i = 0; i < plan->input_count; i++)
        if (group_of[i] == SIZE_MAX) {
            names[ask->group_count] = plan->inputs[i].name;
            group_of[i] = ask->group_count++;
        }
    ask->group_of = group_of;
    ask->names = names;
    return plan->input_count <= SOBOL_INDEX_INPUTS ||
           robust_frame_fail(session, ERR_OPTION_VALUE, "more than 555 inputs vary",
                             "--uncertain with fewer");
}

/* Points: --draws, raised to a power of two. */
static size_t points_of(double draws)
{
    size_t points = 2;
    while ((double)points < draws && points < POINTS_MOST)
        points *= 2;
    return points;
}

/* The rows, looked on at where they are shown and not asked for by a script. Only points can be a
 * part: of what is moved or left out nothing is said before all of it was. */
static struct rows *run(struct session *session, struct sensitivity_ask *ask, make_rows *rows,
                        bool bare, struct err *err)
{
    struct progress progress;
    if (bare || rows != sensitivity_rows)
        return rows(session->arena, ask, err);
    progress_begin(&progress, session, "points");
    ask->watch = &progress.watch;
    struct rows *made = rows(session->arena, ask, err);
    progress_end(&progress);
    return made;
}

static bool make(struct session *session, const struct reading *reading, struct cmd_rows *made)
{
    struct err err;
    struct robust_frame frame;
    size_t shown = 0;
    if (!robust_frame_show(session, show_names, SHOWS, &shown) ||
        !robust_frame_open(session, reading, session->opt->uncertain, &frame))
        return false;
    struct sensitivity_ask ask = {.plan = frame.ask.plan,
                                  .nominal = frame.ask.nominal,
                                  .period = frame.ask.last,
                                  .points = points_of(session->opt->draws),
                                  .rounds = ROUNDS,
                                  .seed = frame.ask.seed,
                                  .threads = frame.ask.threads,
                                  .kernel = frame.ask.kernel,
                                  .first = frame.ask.first,
                                  .last = frame.ask.last,
                                  .countries = frame.ask.countries,
                                  .country_count = frame.ask.country_count};
    if (!reading->chosen) { /* correlations want more rows than those of one period */
        ask.first = reading->panel->options.first;
        ask.last = reading->panel->options.last;
    }
    frame.countries = robust_period_countries(&frame.ask, ask.period);
    if (!choose_outcomes(session, &frame, &ask) || !choose_groups(session, &ask))
        return false;
    made->tidy = run(session, &ask, shows[shown].rows, made->bare, &err);
    if (!made->tidy)
        return session_fail(session, &err);
    char period[DATE_PRINT_SIZE];
    date_period_print(reading->axis, ask.period, period);
    robust_frame_meta(session, &frame, made->tidy);
    rows_add_meta(made->tidy, "outcome_period", "%s", period);
    if (made->bare)
        return true;
    made->single = shows[shown].table(session, &frame, &ask, made->tidy);
    return made->single || out_of_memory(session);
}

bool cmd_sensitivity_rows(struct session *session, struct cmd_rows *made)
{
    struct reading reading;
    if (session->opt->draws < 2)
        return robust_frame_fail(session, ERR_OPTION_VALUE, "sensitivity needs two points at least",
                                 "--draws 1024");
    return robust_frame_read(session, &reading) && make(session, &reading, made);
}

enum err_status cmd_sensitivity(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_sensitivity_rows(&session, &made)) {
        show_rows(&session, made.tidy, made.single);
        progress_say_ended(&session, made.tidy);
    }
    return session_close(&session);
}
