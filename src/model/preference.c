#include "model/preference.h"

#include "model/load.h"
#include "model/project.h"

bool preference_read(const struct load *load, const struct read *read, uint32_t node,
                     const struct sources *sources, bool of_country, struct preference *out)
{
    static const struct read_field fields[] = {
        {"source", true}, {"because", true}, {"date", false}, {"recorded", false}};
    uint32_t nodes[4] = {TREE_NONE, TREE_NONE, TREE_NONE, TREE_NONE};
    struct date recorded;
    *out = (struct preference){.source = PREFERENCE_NONE, .recorded = INT32_MIN};
    bool fine = read_fields(read, node, "a preference", fields, of_country ? 4 : 2, nodes);
    if (!nodes[0] || !nodes[1])
        return false;
    out->place = tree_place(read->tree, node);
    out->place.source = NULL;
    uint32_t source = source_read(sources, read, nodes[0], load->scratch);
    fine = read_text(read, nodes[1], "because", &out->because) && fine;
    if (nodes[2])
        fine = (out->dated = read_date(read, nodes[2], "date", &out->date)) && fine;
    if (nodes[3] && read_date(read, nodes[3], "recorded", &recorded))
        out->recorded = recorded.last;
    if (fine)
        out->source = source;
    return fine && source != UINT32_MAX;
}

bool preference_holds(const struct sources *sources, const struct preference *preference,
                      uint32_t source)
{
    return source == preference->source || sources->items[source].of == preference->source;
}

const struct preference *preference_on(const struct preference *indicators,
                                       const struct preference_of *own, size_t count,
                                       const struct date *date, int32_t as_known)
{
    for (size_t i = count; i-- > 0;) {
        const struct preference *one = &own[i].preference;
        if (one->recorded <= as_known && (!one->dated || date_meet(&one->date, date)))
            return one;
    }
    return indicators->source == PREFERENCE_NONE ? NULL : indicators;
}

const struct preference_of *preference_find(const struct project *project, uint32_t country,
                                            uint32_t indicator, size_t *count)
{
    const struct preference_of *found = NULL;
    *count = 0;
    /* A file lists those of an indicator together. */
    for (size_t i = 0; i < project->preference_count; i++) {
        const struct preference_of *one = &project->preferences[i];
        if (one->country != country || one->indicator != indicator)
            continue;
        found = found ? found : one;
        ++*count;
    }
    return found;
}

static bool has_value(const struct project *project, const struct preference_of *one)
{
    const struct sources *sources = project->sources;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        if (made->country == one->country && made->indicator == one->indicator &&
            preference_holds(sources, &one->preference, made->source))
            return true;
    }
    for (size_t f = 0; f < project->feed_first[project->codebook->indicator_count]; f++) {
        const struct bulk_table *table = project->feeds[f].table;
        if (project->feeds[f].indicator != one->indicator)
            continue;
        for (uint32_t i = table->first_of[one->country]; i < table->first_of[one->country + 1]; i++)
            if (preference_holds(sources, &one->preference,
                                 table->records[table->by_country[i]].source))
                return true;
    }
    return false;
}

void preference_check(const struct load *load, const struct project *project)
{
    /* With errors the value may be in what could not be read. */
    for (size_t i = 0; load->list->errors == 0 && i < project->preference_count; i++) {
        const struct preference_of *one = &project->preferences[i];
        const char *indicator = project->codebook->indicators[one->indicator].id;
        const char *country = project->countries[one->country].id;
        struct err err;
        if (has_value(project, one))
            continue;
        err_set(&err, ERR_PREFERENCE_EMPTY, "%s of %s prefers %s, of which it has no value",
                indicator, country, project->sources->items[one->preference.source].id);
        err_at(&err, one->preference.place);
        err_in(&err, "%s/%s", country, indicator);
        err_hint(&err, "record its value, or delete the preference");
        err.severity = ERR_WARNING;
        err_list_add(load->list, &err);
    }
}
