#include "base/file.h"
#include "cli/cmd.h"
#include "cli/display_diff.h"
#include "cli/release_place.h"
#include "cli/show.h"
#include "score/score_diff.h"
#include "score/score_rows.h"

#include <stdio.h>
#include <string.h>

/* Two states of a model: [0] the earlier, [1] the later. */
struct states {
    struct arena *arena;
    const char *names[2]; /* as they were asked for */
    struct opt opts[2];
    struct session sessions[2];
    struct reading readings[2];
    struct score_diff_side sides[2];
    struct score_diff_ask ask;
    struct release releases[2]; /* of sides that are archives */
    struct release_place places[2];
};

static bool lose(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing two states");
}

static bool out_of_memory(struct states *states)
{
    struct err err;
    lose(&err);
    return session_fail(&states->sessions[1], &err);
}

/* Without memory *lost is set. */
static bool holds_project(struct arena *arena, const char *folder, bool *lost)
{
    const char *index = folder ? file_join(arena, folder, "indicators/index.yaml") : NULL;
    *lost = *lost || !index;
    return index && file_exists(index);
}

/* An archive's project, unpacked; its sums are checked. */
static bool unpack_side(struct states *states, int of, const char *path, struct err *err)
{
    const char *wrong;
    struct release *release = &states->releases[of];
    struct release_place *place = &states->places[of];
    if (!release_read(states->arena, path, release, &wrong, err) ||
        !release_place_make(release, path, place, err))
        return false;
    bool lost = false;
    states->opts[of].root = place->root;
    if (holds_project(states->arena, place->root, &lost) || lost)
        return !lost || lose(err);
    err_set(err, ERR_DIFF_SIDE, "%s holds no project", path);
    return err_hint(err, "tidemark freeze NAME -o NAME.tar.gz makes a release with one");
}

/* The root of a side: the folder itself, or a release's project. */
static bool find_side(struct states *states, int of, const char *path, struct err *err)
{
    const char *within = file_join(states->arena, path, "project");
    states->names[of] = path;
    if (file_exists(path) && !file_is_folder(path))
        return unpack_side(states, of, path, err);
    bool lost = false;
    states->opts[of].root = path;
    if (holds_project(states->arena, path, &lost))
        return true;
    states->opts[of].root = within;
    if (holds_project(states->arena, within, &lost) || lost)
        return !lost || lose(err);
    err_set(err, ERR_DIFF_SIDE,
            "%s holds no project: neither it nor its folder project has indicators/index.yaml",
            path);
    return err_hint(err, "name a project's root, a release's folder, or a release's .tar.gz");
}

static bool find_sides(struct states *states, const struct opt *opt, struct err *err)
{
    if (opt->argument_count < 1 || opt->argument_count > 2) {
        err_set(err, ERR_ARGUMENT, "`tidemark diff` wants one state or two");
        return err_hint(err, "tidemark diff release-2023 release-2024, or tidemark diff "
                             "release-2023 for what changed here since");
    }
    states->names[1] = "this project";
    return find_side(states, 0, opt->arguments[0], err) &&
           (opt->argument_count == 1 || find_side(states, 1, opt->arguments[1], err));
}

/* Opens both sides; a mistake in naming them is said before any is read. */
static bool open_states(struct states *states, const struct opt *opt)
{
    struct err err;
    *states = (struct states){.arena = arena_new(), .opts = {*opt, *opt}};
    if (states->arena && find_sides(states, opt, &err))
        return session_open_two(states->sessions, states->opts);
    for (int of = 0; of < 2; of++) {
        states->sessions[of] = (struct session){.opt = &states->opts[of], .lock = -1};
        states->sessions[of].arena = states->sessions[of].lasting = arena_new();
    }
    return states->arena ? session_fail(&states->sessions[1], &err) : out_of_memory(states);
}

/* Whether a file says how figures become scores: the codebook with all but its sources. */
static bool is_method(const char *path)
{
    return strncmp(path, "indicators/", strlen("indicators/")) == 0 &&
           strcmp(path, "indicators/sources.yaml") != 0;
}

static void add_file(struct text_buffer *buffer, const struct project_file *file)
{
    text_add_format(buffer, "%s %s\n", file->path, file->sha256);
}

/* Files and hashes of all that makes the method. */
static void add_method(const struct session *session, struct text_buffer *buffer)
{
    const struct project *project = session->project;
    for (size_t i = 0; i < project->file_count; i++)
        if (is_method(project->files[i].path))
            add_file(buffer, &project->files[i]);
    for (const struct session_frame *kept = session->frames; kept; kept = kept->earlier)
        text_add_format(buffer, "%s %s\n", kept->frame->file, kept->frame->sha256);
    for (const struct session_script *script = session->scripts; script; script = script->later)
        add_file(buffer, &script->file);
}

static bool compare_methods(struct states *states)
{
    struct text_buffer a = {0}, b = {0};
    add_method(&states->sessions[0], &a);
    add_method(&states->sessions[1], &b);
    bool done = !a.failed && !b.failed;
    states->ask.same_method =
        done && a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
    text_buffer_free(&a);
    text_buffer_free(&b);
    return done || out_of_memory(states);
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Panels of both sides over the periods of both. */
static bool build_panels(struct states *states)
{
    const struct reading *a = &states->readings[0], *b = &states->readings[1];
    const struct panel_options *one = &a->panel->options, *other = &b->panel->options;
    states->ask.first = smaller(a->first, b->first);
    states->ask.last = larger(a->last, b->last);
    for (int of = 0; of < 2; of++) {
        struct session *session = &states->sessions[of];
        struct score_diff_side *side = &states->sides[of];
        struct panel_options options = states->readings[of].panel->options;
        options.first = smaller(one->first, other->first);
        options.last = larger(one->last, other->last);
        side->panel = side->base = panel_build(session->arena, session->project, &options);
        options.live = false;
        if (session->opt->live)
            side->base = panel_build(session->arena, session->project, &options);
        if (!side->panel || !side->base)
            return out_of_memory(states);
        side->rule = states->readings[of].rule;
        side->options = session_score_options(session, states->ask.first, states->ask.last);
        side->options.draws = 0;
        side->options.windowed = true;
        side->options.first = states->ask.first;
        side->options.last = states->ask.last;
        side->options.host = &session->formulas;
    }
    return true;
}

/* A country by its id; UINT32_MAX when there is none. */
static uint32_t with_id(const struct project *project, const char *id)
{
    uint32_t found = project_country(project, text_of(id));
    bool is = found != UINT32_MAX && strcmp(project->countries[found].id, id) == 0;
    return is ? found : UINT32_MAX;
}

/* Adds a country that one side at least has, once. */
static void add_country(struct states *states, struct score_diff_country *countries,
                        const char *name)
{
    const struct project *a = states->sessions[0].project, *b = states->sessions[1].project;
    struct score_diff_country one = {
        {project_country(a, text_of(name)), project_country(b, text_of(name))}};
    if (one.of[1] == UINT32_MAX)
        one.of[1] = with_id(b, a->countries[one.of[0]].id);
    if (one.of[1] != UINT32_MAX)
        one.of[0] = with_id(a, b->countries[one.of[1]].id);
    for (size_t i = 0; i < states->ask.country_count; i++)
        if (memcmp(&countries[i], &one, sizeof one) == 0)
            return;
    countries[states->ask.country_count++] = one;
}

/* The countries --countries names, in that order, else those of the later side and then what the
 * earlier alone has. */
static bool find_countries(struct states *states)
{
    struct session *later = &states->sessions[1];
    const struct project *a = states->sessions[0].project, *b = later->project;
    const char *list = later->opt->countries;
    struct score_diff_country *countries =
        arena_alloc(states->arena, a->country_count + b->country_count + 1, sizeof *countries);
    if (!countries)
        return out_of_memory(states);
    states->ask.countries = countries;
    for (size_t i = 0; !list && i < b->country_count; i++)
        add_country(states, countries, b->countries[i].id);
    for (size_t i = 0; !list && i < a->country_count; i++)
        if (with_id(b, a->countries[i].id) == UINT32_MAX)
            add_country(states, countries, a->countries[i].id);
    while (list && *list) {
        size_t length = strcspn(list, ",");
        const char *name = arena_text(states->arena, list, length);
        uint32_t unknown;
        if (!name)
            return out_of_memory(states);
        if (project_country(a, text_of(name)) == UINT32_MAX &&
            project_country(b, text_of(name)) == UINT32_MAX)
            return session_country(later, name, &unknown);
        add_country(states, countries, name);
        list += length + (list[length] == ',');
    }
    return true;
}

static bool read_states(struct states *states)
{
    struct err err;
    struct session *later = &states->sessions[1];
    static const char *const axes[] = {"year", "quarter", "month"};
    const struct session_ask ask = {.span = true, .unscored = true};
    for (int of = 0; of < 2; of++)
        if (!session_read(&states->sessions[of], &ask, &states->readings[of]))
            return false;
    enum date_axis a = states->readings[0].axis, b = states->readings[1].axis;
    if (a != b) {
        err_set(&err, ERR_DIFF_UNLIKE, "%s is read by the %s, %s by the %s", states->names[0],
                axes[a], states->names[1], axes[b]);
        err_hint(&err, "--period year reads both by the year");
        return session_fail(later, &err);
    }
    return compare_methods(states) && build_panels(states) &&
           session_levels(later, SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR, &states->ask.levels) &&
           find_countries(states);
}

static void add_meta(const struct states *states, struct rows *rows)
{
    const struct opt *opt = states->sessions[1].opt;
    rows_add_meta(rows, "a", "%s", states->names[0]);
    rows_add_meta(rows, "b", "%s", states->names[1]);
    rows_add_meta(rows, "rule_a", "%s", states->readings[0].rule->name);
    rows_add_meta(rows, "rule_b", "%s", states->readings[1].rule->name);
    rows_add_meta(rows, "method", "%s", states->ask.same_method ? "the same" : "another");
    rows_add_meta(rows, "reading", "%s", opt->live ? "live" : "base");
    if (opt->as_known)
        rows_add_meta(rows, "as_known", "%s", opt->as_known);
}

/* The tables for people, without those that would be empty. */
static bool show(struct states *states, const struct rows *tidy)
{
    struct rows *displays[2];
    size_t count = 0;
    displays[count] = display_diff_scores(&states->readings[1], tidy);
    if (!displays[count])
        return out_of_memory(states);
    count += displays[count]->count > 0;
    displays[count] = display_diff_cells(&states->readings[1], tidy);
    if (!displays[count] || tidy->failed)
        return out_of_memory(states);
    count += displays[count]->count > 0;
    return show_several(&states->sessions[1], tidy, displays, count);
}

static bool show_nothing(struct states *states)
{
    const char *text = arena_printf(states->arena, "%s → %s: no score and no figure differs\n",
                                    states->names[0], states->names[1]);
    return text ? show_text(&states->sessions[1], text, strlen(text)) : out_of_memory(states);
}

static bool diff(struct states *states)
{
    struct err err;
    struct session *later = &states->sessions[1];
    enum out_format format;
    if (!show_format(later, &format) || !read_states(states))
        return false;
    struct rows *tidy =
        score_diff(later->arena, &states->sides[0], &states->sides[1], &states->ask, &err);
    if (!tidy)
        return session_fail(later, &err);
    add_meta(states, tidy);
    bool for_people = format == OUT_TABLE || format == OUT_MARKDOWN;
    return for_people && tidy->count == 0 ? show_nothing(states) : show(states, tidy);
}

enum err_status cmd_diff(const struct opt *opt)
{
    struct states states;
    if (open_states(&states, opt))
        diff(&states);
    enum err_status first = session_close(&states.sessions[0]);
    enum err_status second = session_close(&states.sessions[1]);
    for (int of = 0; of < 2; of++)
        release_place_remove(&states.places[of]);
    arena_free(states.arena);
    return first > second ? first : second;
}
