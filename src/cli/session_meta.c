#include "cli/session.h"

#include <math.h>
#include <string.h>

/* What stands once a rule. */
static void meta_rule(const struct reading *reading, bool named, struct rows *rows)
{
    static const char *const values[] = {"all", "published", "coded"};
    const struct rule *rule = reading->rule;
    rows_add_meta(rows, "rule", "%s", rule->name);
    if (rule->title || named)
        rows_add_meta(rows, "rule_title", "%s", rule->title ? rule->title : rule->name);
    rows_add_meta(rows, "values", "%s", values[rule->values]);
}

/* What readings share. */
static void meta_reading(const struct session *session, const struct reading *reading,
                         struct rows *rows)
{
    char text[DATE_PRINT_SIZE];
    const struct opt *opt = session->opt;
    date_period_print(reading->axis, reading->first, text);
    rows_add_meta(rows, "first_period", "%s", text);
    date_period_print(reading->axis, reading->last, text);
    rows_add_meta(rows, "last_period", "%s", text);
    rows_add_meta(rows, "reading", "%s", opt->live ? "live" : "base");
    if (opt->as_known)
        rows_add_meta(rows, "as_known", "%s", opt->as_known);
    rows_add_meta(rows, "seed", "%.0f", opt->seed);
    rows_add_meta(rows, "draws", "%.0f", opt->draws);
}

static void meta_counts(const struct reading *reading, struct rows *rows)
{
    rows_add_meta(rows, "provisional_codings", "%zu", reading->score->drafts);
    rows_add_meta(rows, "values_present", "%zu", reading->score->present);
    rows_add_meta(rows, "values_exact", "%zu", reading->score->exact);
}

/* "without levers the index of 2021 is 25.9 (Kazakhstan), n/a (Tajikistan)". */
static void meta_without(const struct session *session, const struct reading *reading, bool named,
                         struct rows *rows)
{
    const struct score *score = reading->without;
    const struct project *project = session->project;
    struct text_buffer text = {0};
    char period[DATE_PRINT_SIZE];
    date_period_print(reading->axis, reading->last, period);
    for (uint32_t c = 0; c < project->country_count; c++) {
        size_t row = score_row(score, c, reading->last);
        double value = row == SIZE_MAX ? NAN : score_value(score, score_index(score), row);
        text_add_string(&text, c ? ", " : "");
        if (isnan(value))
            text_add_string(&text, "n/a");
        else
            text_add_format(&text, "%.1f", value);
        text_add_format(&text, " (%s)", project->countries[c].name);
    }
    rows_add_meta(rows, "warnings", "without levers the index of %s%s%s is %s", period,
                  named ? " under rule " : "", named ? reading->rule->name : "",
                  text.bytes ? text.bytes : "n/a");
    rows->failed = rows->failed || text.failed;
    text_buffer_free(&text);
}

/* Remarks of a severity, each with its place in the script. */
static void meta_remarks(const struct reading *reading, enum err_severity severity,
                         const char *name, struct rows *rows)
{
    for (size_t i = 0; i < reading->remarks.count; i++) {
        struct err problem;
        session_remark(reading, &reading->remarks.items[i], &problem);
        const struct err_place *place = &problem.place;
        bool line = place->file && place->line;
        if (problem.severity == severity && line)
            rows_add_meta(rows, name, "%s; %s:%u", problem.sentence, place->file,
                          (unsigned)place->line);
        else if (problem.severity == severity)
            rows_add_meta(rows, name, "%s", problem.sentence);
    }
}

void session_meta_warnings(const struct session *session, const struct reading *reading, bool named,
                           struct rows *rows)
{
    size_t drafts = reading->score->drafts;
    if (drafts > 0)
        rows_add_meta(rows, "warnings",
                      "%zu provisional coding%s (coder: draft) stand%s behind %s%s: one person's "
                      "reading of the study, not reviewed",
                      drafts, drafts == 1 ? "" : "s", drafts == 1 ? "s" : "",
                      named ? "the figures of rule " : "these figures",
                      named ? reading->rule->name : "");
    if (reading->rule->counts_lever)
        rows_add_meta(rows, "warnings",
                      "rule %s counts a lever pillar in the headline: what donors do is no merit "
                      "of the country; compare with a rule that leaves it out",
                      reading->rule->name);
    if (reading->without)
        meta_without(session, reading, named, rows);
    meta_remarks(reading, ERR_WARNING, "warnings", rows);
}

/* A whole number with commas between thousands. */
static const char *grouped(struct arena *arena, double number)
{
    const char *digits = arena_printf(arena, "%.0f", number);
    size_t length = digits ? strlen(digits) : 0, at = 0;
    char *out = arena_alloc(arena, length + length / 3 + 1, 1);
    for (size_t i = 0; out && i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    return out ? out : "";
}

/* The most draws of 1, 2 or 5 times a power of ten that so many cells allow; 0: none. */
static double draws_for(double cells)
{
    static const double steps[] = {5, 2, 1};
    for (double power = 1e8; power >= 1; power /= 10)
        for (size_t i = 0; i < 3; i++)
            if (cells * steps[i] * power <= SCORE_DRAWN_CELLS_MAX)
                return steps[i] * power;
    return 0;
}

static void meta_notices(const struct session *session, const struct reading *reading, bool named,
                         struct rows *rows)
{
    struct arena *arena = session->arena;
    double cells = reading->score->cells_undrawn;
    meta_remarks(reading, ERR_NOTICE, "notices", rows);
    if (cells == 0)
        return;
    rows_add_meta(rows, "notices",
                  "%s%s%sintervals of aggregates are left out: %s uncertain cells × %s draws are "
                  "more than %s; --draws %.0f draws fewer",
                  named ? "rule " : "", named ? reading->rule->name : "", named ? ": " : "",
                  grouped(arena, cells), grouped(arena, session->opt->draws),
                  grouped(arena, SCORE_DRAWN_CELLS_MAX), draws_for(cells));
}

void session_meta_rules(const struct session *session, const struct readings *readings,
                        struct rows *rows)
{
    const struct project *project = session->project;
    bool named = readings->count > 1;
    rows_add_meta(rows, "engine", "tidemark %s", TIDEMARK_VERSION);
    rows_add_meta(rows, "codebook", "%s", project->codebook->id);
    if (project->codebook->version)
        rows_add_meta(rows, "codebook_version", "%s", project->codebook->version);
    for (size_t i = 0; i < readings->count; i++)
        meta_rule(&readings->items[i], named, rows);
    if (readings->count > 0)
        meta_reading(session, readings->items, rows);
    for (size_t i = 0; i < readings->count; i++)
        meta_counts(&readings->items[i], rows);
    for (size_t i = 0; i < readings->count; i++)
        session_meta_warnings(session, &readings->items[i], named, rows);
    for (size_t i = 0; i < readings->count; i++)
        meta_notices(session, &readings->items[i], named, rows);
    for (size_t i = 0; i < project->file_count; i++)
        rows_add_meta(rows, "inputs", "%s sha256:%s", project->files[i].path,
                      project->files[i].sha256);
    for (const struct session_frame *kept = session->frames; kept; kept = kept->earlier)
        rows_add_meta(rows, "inputs", "%s sha256:%s", kept->frame->file, kept->frame->sha256);
    for (const struct session_script *script = session->scripts; script; script = script->later)
        rows_add_meta(rows, "inputs", "%s sha256:%s", script->file.path, script->file.sha256);
}

void session_meta(const struct session *session, const struct reading *reading, struct rows *rows)
{
    struct reading one = reading ? *reading : (struct reading){0};
    session_meta_rules(session, &(struct readings){&one, reading ? 1 : 0}, rows);
}
