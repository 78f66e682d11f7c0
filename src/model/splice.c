#include "model/splice.h"

#include "model/country_scale.h"
#include "model/load.h"

#include <math.h>
#include <string.h>

static bool read_one(const struct read *read, uint32_t node, int32_t recorded, struct splice *out)
{
    static const struct read_field fields[] = {
        {"add", true}, {"because", true}, {"series", false}, {"recorded", false}};
    uint32_t nodes[4];
    struct date date;
    *out = (struct splice){.recorded = recorded};
    bool fine = read_fields(read, node, "a splice", fields, 4, nodes);
    if (!nodes[0] || !nodes[1])
        return false;
    out->place = tree_place(read->tree, node);
    out->place.source = NULL;
    fine = read_number(read, nodes[0], "add", &out->add) && fine;
    fine = read_text(read, nodes[1], "because", &out->because) && fine;
    if (nodes[2])
        fine = read_text(read, nodes[2], "series", &out->series) && fine;
    if (nodes[3] && read_date(read, nodes[3], "recorded", &date))
        out->recorded = date.last;
    return fine;
}

void splice_read(const struct read *read, uint32_t node, struct source_break *out)
{
    bool list = tree_at(read->tree, node)->kind == TREE_SEQUENCE;
    struct splice *splices =
        arena_alloc(read->arena, list ? tree_count(read->tree, node) : 1, sizeof *splices);
    uint32_t item = list ? tree_first(read->tree, node) : node;
    for (; splices && item; item = list ? tree_next(read->tree, item) : TREE_NONE)
        if (read_one(read, item, out->from.first, &splices[out->splice_count]))
            out->splice_count++;
    out->splices = splices;
}

const struct splice *splice_of(const struct source_break *at, const char *series, int32_t as_known)
{
    for (size_t i = 0; series && i < at->splice_count; i++)
        if (at->splices[i].recorded <= as_known &&
            (!at->splices[i].series || strcmp(at->splices[i].series, series) == 0))
            return &at->splices[i];
    return NULL;
}

const struct source_break *splice_next(const struct sources *sources, uint32_t source,
                                       const char *series, int32_t day, int32_t as_known, size_t n,
                                       const struct splice **splice)
{
    for (;;) {
        const struct source_break *at = source_break_after(sources, source, day);
        *splice = at ? splice_of(at, series, as_known) : NULL;
        if (!*splice)
            return NULL;
        if (n-- == 0)
            return at;
        day = at->from.first;
    }
}

void splice_apply(const struct sources *sources, const struct indicator *indicator,
                  int32_t as_known, struct observation *made)
{
    const struct splice *splice;
    double add = 0;
    if (!made->use)
        return;
    for (size_t n = 0; splice_next(sources, made->source, made->use->series, made->date.last,
                                   as_known, n, &splice);
         n++) {
        add += splice->add;
        made->spliced = true;
    }
    if (made->spliced)
        country_scale_splice(sources, indicator, made, add);
}

/* Whether a source is one, or an edition of it. */
static bool is_of(const struct sources *sources, uint32_t source, uint32_t of)
{
    return source == of || sources->items[source].of == of;
}

/* Another series than *seen of a source that some figure has, NULL when there is none; *seen is the
 * first that is found. */
static const char *second_series(const struct project *project, uint32_t source, const char **seen)
{
    const struct sources *sources = project->sources;
    *seen = NULL;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        if (!made->use || !is_of(sources, made->source, source))
            continue;
        *seen = *seen ? *seen : made->use->series;
        if (strcmp(*seen, made->use->series) != 0)
            return made->use->series;
    }
    for (size_t f = 0; f < project->feed_first[project->codebook->indicator_count]; f++) {
        const struct bulk_table *table = project->feeds[f].table;
        const char *series = project->feeds[f].use->series;
        bool found = false;
        for (size_t i = 0; !found && i < table->count; i++)
            found = is_of(sources, table->records[i].source, source);
        if (!found)
            continue;
        *seen = *seen ? *seen : series;
        if (strcmp(*seen, series) != 0)
            return series;
    }
    return NULL;
}

static bool feeds_any(const struct codebook *codebook, const char *series)
{
    for (size_t i = 0; i < codebook->indicator_count; i++)
        if (codebook_series_use(&codebook->indicators[i], text_of(series)))
            return true;
    return false;
}

static void check_splice(const struct load *load, const struct project *project, uint32_t source,
                         const struct splice *splice)
{
    struct err err;
    const char *id = project->sources->items[source].id, *seen;
    const char *other = splice->series ? NULL : second_series(project, source, &seen);
    if (splice->series && !feeds_any(project->codebook, splice->series))
        err_set(&err, ERR_SPLICE_SERIES, "the splice of %s is of %s, which feeds no indicator", id,
                splice->series);
    else if (other)
        err_set(&err, ERR_SPLICE_SERIES,
                "the splice of %s does not say of which series it is: %s and %s have values", id,
                seen, other);
    else
        return;
    err_at(&err, splice->place);
    err_in(&err, "%s", id);
    err_hint(&err, "write series: with the name that the codebook has, and a splice for each");
    err_list_add(load->list, &err);
}

void splice_check(const struct load *load, const struct project *project)
{
    const struct sources *sources = project->sources;
    /* With errors what feeds nothing may be in what could not be read. */
    for (uint32_t s = 0; sources->spliced && load->list->errors == 0 && s < sources->count; s++)
        for (size_t b = 0; b < sources->items[s].break_count; b++)
            for (size_t i = 0; i < sources->items[s].breaks[b].splice_count; i++)
                check_splice(load, project, s, &sources->items[s].breaks[b].splices[i]);
}
