#include "cli/cmd.h"
#include "cli/show.h"

#include "base/file.h"
#include "score/score_frame.h"

#include <stdio.h>
#include <string.h>

static bool no_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while taking figures");
    return session_fail(session, &err);
}

static bool take_name(struct session *session, const char **name)
{
    struct err err;
    const struct opt *opt = session->opt;
    if (opt->argument_count == 1 && frame_is_name(text_of(opt->arguments[0]))) {
        *name = opt->arguments[0];
        return true;
    }
    if (opt->argument_count == 1) {
        err_set(&err, ERR_ARGUMENT, "\"%s\" cannot be the name of a frame", opt->arguments[0]);
        err_hint(&err, "a name has a-z, 0-9 and _: it becomes indicators/frames/NAME.yaml");
    } else {
        err_set(&err, ERR_ARGUMENT, "`tidemark frame` takes one name, but got %zu",
                opt->argument_count);
        err_hint(&err, "tidemark frame base1520 --rule RULE --years 2015..2020");
    }
    return session_fail(session, &err);
}

/* The command that makes the same frame again. */
static const char *command_of(const struct session *session, const char *name,
                              const struct rule *rule)
{
    const struct opt *opt = session->opt;
    const char *const pairs[] = {" --years ",     opt->years,     " --at ",     opt->at,
                                 " --countries ", opt->countries, " --period ", opt->period,
                                 " --as-known ",  opt->as_known};
    const char *command =
        arena_printf(session->arena, "tidemark frame %s --rule %s", name, rule->name);
    for (size_t i = 0; command && i < sizeof pairs / sizeof *pairs; i += 2)
        if (pairs[i + 1])
            command = arena_printf(session->arena, "%s%s%s", command, pairs[i], pairs[i + 1]);
    return command && opt->live ? arena_printf(session->arena, "%s --live", command) : command;
}

static bool choose_countries(struct session *session, struct score_options *options)
{
    const uint32_t *countries = NULL;
    size_t count = 0;
    if (!session_countries(session, &countries, &count))
        return false;
    bool *marks = arena_alloc(session->arena, session->project->country_count + 1, sizeof *marks);
    for (size_t i = 0; marks && i < count; i++)
        marks[countries[i]] = true;
    options->framed_countries = marks;
    return marks || no_memory(session);
}

/* "treat, normalise and weights". */
static void add_stages(const struct frame *frame, struct text_buffer *out)
{
    enum { STAGES = 5 };
    struct text stages[STAGES];
    size_t count = 0;
    for (size_t i = 0; i < frame->entry_count; i++) {
        struct text stage = score_frame_stage(frame->entries[i].name);
        size_t at = 0;
        while (at < count && !text_equal(stages[at], stage))
            at++;
        if (at == count && count < STAGES)
            stages[count++] = stage;
    }
    for (size_t i = 0; i < count; i++) {
        text_add_string(out, i == 0 ? "" : i + 1 < count ? ", " : " and ");
        text_add(out, stages[i].bytes, stages[i].length);
    }
}

/* How a figure or a country is counted. */
static const char *some(struct arena *arena, size_t count, const char *one, const char *many)
{
    const char *text = arena_printf(arena, "%zu %s", count, count == 1 ? one : many);
    return text ? text : "";
}

static void add_answer(struct session *session, const struct frame *frame, const char *what,
                       struct text_buffer *out)
{
    size_t figures = 0;
    for (size_t i = 0; i < frame->entry_count; i++)
        figures += frame_written(&frame->entries[i]);
    text_add_format(out, "indicators/frames/%s.yaml: %s of ", frame->name,
                    some(session->arena, figures, "figure", "figures"));
    add_stages(frame, out);
    text_add_format(out, "\ntaken from %s in %s; %s\n", frame->periods,
                    some(session->arena, frame->countries, "country", "countries"), what);
}

/* Writes the file; what receives how it was before. */
static bool write_file(struct session *session, const struct frame *frame,
                       const struct text_buffer *yaml, const char **what)
{
    struct err err;
    size_t length = 0;
    struct arena *arena = session->arena;
    const char *file = frame_file(arena, frame->name);
    char *folder = file_join(arena, session->root, "indicators/frames");
    char *path = file ? file_join(arena, session->root, file) : NULL;
    if (!folder || !path)
        return no_memory(session);
    if (!session_complete(session))
        return false;
    *what = "a new file";
    if (file_exists(path)) {
        const char *old = file_read(arena, path, 0, &length, &err);
        bool same = old && length == yaml->length && memcmp(old, yaml->bytes, length) == 0;
        *what = same ? "as it was" : "replaces what stood there";
    }
    return (file_make_folder(folder, &err) &&
            file_replace(path, yaml->bytes, yaml->length, &err)) ||
           session_fail(session, &err);
}

/* A frame that no rule names holds nothing still. */
static void say_next(const struct session *session, const struct rule *rule, const char *name)
{
    fflush(stdout);
    if (!session->opt->quiet && rule->file && (!rule->frame || strcmp(rule->frame, name) != 0))
        fprintf(stderr, "next: say frame = \"%s\" in %s\n", name, rule->file);
}

static void store(struct session *session, const struct reading *reading, const char *name,
                  const struct score_options *options, struct text_buffer *yaml,
                  struct text_buffer *answer)
{
    struct err err;
    const char *what = NULL;
    const char *command = command_of(session, name, reading->rule);
    const struct frame *frame = command ? score_frame(session->arena, reading->panel, reading->rule,
                                                      options, name, command, &err)
                                        : NULL;
    if (!command)
        no_memory(session);
    if (!frame) {
        if (command)
            session_fail(session, &err);
        return;
    }
    if (!frame_print(frame, yaml)) {
        no_memory(session);
        return;
    }
    if (session->opt->dry_run) {
        show_text(session, yaml->bytes, yaml->length);
        return;
    }
    if (!write_file(session, frame, yaml, &what))
        return;
    add_answer(session, frame, what, answer);
    if (answer->failed)
        no_memory(session);
    else if (show_text(session, answer->bytes, answer->length))
        say_next(session, reading->rule, name);
}

enum err_status cmd_frame(const struct opt *opt)
{
    struct session session;
    struct reading reading;
    struct text_buffer yaml = {0}, answer = {0};
    const char *name = NULL;
    bool open = session_open(&session, opt, false) && take_name(&session, &name);
    session.taking = true;
    const struct session_ask ask = {.span = true, .unscored = true};
    if (open && session_read(&session, &ask, &reading)) {
        struct score_options options = session_score_options(&session, 0, -1);
        options.host = &session.formulas;
        options.framed = true;
        options.framed_first = reading.first;
        options.framed_last = reading.last;
        if (choose_countries(&session, &options))
            store(&session, &reading, name, &options, &yaml, &answer);
    }
    text_buffer_free(&yaml);
    text_buffer_free(&answer);
    return session_close(&session);
}
