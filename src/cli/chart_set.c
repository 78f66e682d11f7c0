#include "cli/chart_set.h"

#include "base/file.h"
#include "base/pool.h"
#include "cli/chart_robust.h"
#include "cli/chart_scenario.h"
#include "cli/chart_scores.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { AT_ONCE_MAX = 8 };

/* Says why a kind is left out, without ending the run. */
static void leave_out(struct session *session, enum chart_kind kind, const char *why)
{
    if (!session->opt->quiet)
        fprintf(stderr, "notice: %s is left out: %s\n", chart_kind_name(kind), why);
}

/* The request of a kind; what there is nothing to draw of stands in err. False with err when it
 * cannot be made otherwise. */
static bool make_request(struct session *session, const struct reading *reading,
                         struct chart_request *request, struct err *err)
{
    struct err *caught = session->caught;
    enum err_status status = session->status;
    *err = (struct err){0};
    session->caught = err;
    bool made = request->kind == CHART_RANKS
                    ? chart_robust_request(session, reading, NULL, 0, request)
                    : chart_scores_request(session, reading, NULL, 0, request);
    session->caught = caught;
    session->status = status;
    return made || err->code == ERR_CHART_ROWS || err->code == ERR_ROBUST_FIXED;
}

bool chart_set_prepare(struct session *session, enum chart_format format,
                       const struct chart_request *request, struct chart_set *set)
{
    struct err err;
    struct reading readings[2];
    *set = (struct chart_set){.format = format};
    for (int span = 0; span < 2; span++)
        if (!session_read(session, &(struct session_ask){.span = span == 1}, &readings[span]))
            return false;
    for (size_t i = 0; chart_kind_name(i) && set->count < CHART_SET_MAX; i++) {
        enum chart_kind kind = (enum chart_kind)i;
        struct chart_set_item *item = &set->items[set->count];
        if (chart_scenario_is(kind)) {
            leave_out(session, kind,
                      kind == CHART_TORNADO ? "tidemark chart tornado draws it, of levers"
                                            : "it is of a scenario, which must be named");
            continue;
        }
        if (format == CHART_TERMINAL && !chart_kind_terminal(kind))
            continue;
        *item = (struct chart_set_item){.kind = kind, .request = *request};
        item->request.kind = kind;
        if (!make_request(session, &readings[chart_scores_span(kind)], &item->request, &err))
            return session_fail(session, &err);
        if (err.code != ERR_CODE_NONE) {
            leave_out(session, kind, err.sentence);
            continue;
        }
        set->count++;
    }
    return true;
}

static bool draw_one(void *context, size_t index, unsigned worker)
{
    struct chart_set *set = context;
    struct chart_set_item *item = &set->items[index];
    (void)worker;
    item->drawn = chart_draw(&item->request, set->format, &item->image, &item->script,
                             &item->notices, &item->err);
    return true;
}

static unsigned at_once(const struct session *session)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    double asked = session->opt->threads > 1 ? session->opt->threads : (double)processors;
    return asked < 1 ? 1 : asked > AT_ONCE_MAX ? AT_ONCE_MAX : (unsigned)asked;
}

static bool keep(struct session *session, const struct chart_set_item *item, const char *folder,
                 const char *extension)
{
    struct err err;
    const char *path =
        arena_printf(session->arena, "%s/%s.%s", folder, chart_kind_name(item->kind), extension);
    const char *script = arena_printf(session->arena, "%s.gp", path ? path : "");
    if (!path || !script)
        return session_complete(session);
    if (!file_replace(path, item->image.bytes, item->image.length, &err))
        return session_fail(session, &err);
    if (session->opt->keep_script && item->script.length > 0 &&
        !file_replace(script, item->script.bytes, item->script.length, &err))
        return session_fail(session, &err);
    printf("%s\n", path);
    return true;
}

void chart_set_images(struct session *session, struct chart_set *set)
{
    pool_run(at_once(session), set->count, draw_one, set);
}

void chart_set_free(struct chart_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        text_buffer_free(&set->items[i].image);
        text_buffer_free(&set->items[i].script);
        err_list_free(&set->items[i].notices);
    }
}

bool chart_set_draw(struct session *session, struct chart_set *set, const char *folder,
                    const char *extension)
{
    struct err err;
    bool whole = true;
    if (!file_make_folder(folder, &err))
        return session_fail(session, &err);
    chart_set_images(session, set);
    for (size_t i = 0; i < set->count; i++) {
        struct chart_set_item *item = &set->items[i];
        for (size_t n = 0; n < item->notices.count && !session->opt->quiet; n++)
            fprintf(stderr, "notice: %s: %s\n", chart_kind_name(item->kind),
                    item->notices.items[n].sentence);
        if (item->drawn)
            whole = keep(session, item, folder, extension) && whole;
        else if (item->err.code == ERR_CHART_ROWS)
            leave_out(session, item->kind, item->err.sentence);
        else
            whole = session_fail(session, &item->err);
    }
    chart_set_free(set);
    return whole;
}
