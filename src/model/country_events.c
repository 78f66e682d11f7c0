#include "model/country.h"

#include <math.h>
#include <string.h>

enum {
    EVENT_ID,
    EVENT_DATE,
    EVENT_TITLE,
    EVENT_SOURCE,
    EVENT_KIND,
    EVENT_COUNTRIES,
    EVENT_EFFECTS,
    EVENT_WOULD,
    EVENT_REVERSES,
    EVENT_RECORDED,
    EVENT_RETRACTED,
    EVENT_NOTE,
    EVENT_FIELDS
};

static const struct read_field event_fields[EVENT_FIELDS] = {
    {"id", true},        {"date", true},       {"title", true},    {"source", true},
    {"kind", false},     {"countries", false}, {"effects", false}, {"would", false},
    {"reverses", false}, {"recorded", false},  {"retracted", false},
    {"note", false},
};

enum {
    EFFECT_BY,
    EFFECT_LOW,
    EFFECT_HIGH,
    EFFECT_CONFIDENCE,
    EFFECT_BECAUSE,
    EFFECT_DATE,
    EFFECT_UNTIL,
    EFFECT_FIELDS
};

static const struct read_field effect_fields[EFFECT_FIELDS] = {
    {"by", true},      {"low", false},  {"high", false},  {"confidence", false},
    {"because", true}, {"date", false}, {"until", false},
};

/* The triangle's ends around `by`. */
static void read_ends(const struct read *read, const uint32_t *nodes, struct effect *effect)
{
    uint32_t low = nodes[EFFECT_LOW], high = nodes[EFFECT_HIGH];
    if (!low && !high)
        return;
    if (!low || !high) {
        read_problem(read, low ? low : high, ERR_ERROR, ERR_VALUE_INTERVAL,
                     "the effect has only one end; give both low and high");
        return;
    }
    if (!read_number(read, low, "low", &effect->low) ||
        !read_number(read, high, "high", &effect->high) ||
        (effect->low <= effect->by && effect->by <= effect->high))
        return;
    read_problem(read, low, ERR_ERROR, ERR_VALUE_INTERVAL,
                 "by is %g, which does not lie between low %g and high %g", effect->by, effect->low,
                 effect->high);
    effect->low = effect->high = NAN;
}

static bool read_effect(const struct read *read, uint32_t mapping, const struct event *event,
                        struct effect *effect)
{
    uint32_t nodes[EFFECT_FIELDS];
    struct date date;
    effect->low = effect->high = NAN;
    effect->day = event->date.last;
    effect->until = INT32_MAX;
    effect->line = tree_at(read->tree, mapping)->line;
    bool fine = read_fields(read, mapping, "an effect", effect_fields, EFFECT_FIELDS, nodes);
    if (!nodes[EFFECT_BY] || !read_number(read, nodes[EFFECT_BY], "by", &effect->by) ||
        !nodes[EFFECT_BECAUSE] ||
        !read_text(read, nodes[EFFECT_BECAUSE], "because", &effect->because))
        return false;
    if (nodes[EFFECT_CONFIDENCE])
        effect->grade = country_grade(read, nodes[EFFECT_CONFIDENCE]);
    if (nodes[EFFECT_DATE] && read_date(read, nodes[EFFECT_DATE], "date", &date))
        effect->day = date.last;
    if (nodes[EFFECT_UNTIL] && read_date(read, nodes[EFFECT_UNTIL], "until", &date))
        effect->until = date.last;
    if (effect->until < effect->day) {
        read_problem(read, nodes[EFFECT_UNTIL], ERR_ERROR, ERR_VALUE_DATES,
                     "the effect ends before it begins");
        return false;
    }
    read_ends(read, nodes, effect);
    return fine;
}

/* How many effects a mapping of indicators holds, lists and countries counted through. */
static size_t count_effects(const struct tree *tree, uint32_t mapping)
{
    size_t count = 0;
    for (uint32_t key = tree_first(tree, mapping); key;) {
        uint32_t value = tree_next(tree, key);
        count += tree_at(tree, value)->kind == TREE_SEQUENCE ? tree_count(tree, value) : 1;
        key = tree_next(tree, value);
    }
    return count;
}

static bool is_of(const struct event *event, uint32_t country)
{
    for (size_t i = 0; i < event->country_count; i++)
        if (event->countries[i] == country)
            return true;
    return false;
}

static void refuse_indicator(const struct country_load *load, const struct read *read, uint32_t key)
{
    struct text id = tree_text(read->tree, key);
    char shown[TREE_SHOWN_SIZE];
    if (load->codebook->incomplete || (load->country == COUNTRY_ALL && load->countries_incomplete))
        return;
    struct err *err = read_problem(read, key, ERR_ERROR, ERR_REFERENCE_INDICATOR,
                                   "the codebook has no indicator \"%s\"", tree_shown(id, shown));
    size_t count = load->codebook->indicator_count;
    const char **names = arena_alloc(load->load->scratch, count + 1, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = load->codebook->indicators[i].id;
    size_t nearest = names ? text_nearest(id, names, count) : SIZE_MAX;
    if (nearest != SIZE_MAX)
        err_hint(err, "did you mean \"%s\"?", names[nearest]);
    else if (load->country == COUNTRY_ALL)
        err_hint(err, "an effect stands under an indicator, or under a country of the event");
    else
        err_hint(err, "an effect stands under an indicator; events of several countries stand in "
                      "data/shared.yaml");
}

/* The country that a key of effects names; in a country's own file no other can be meant. */
static uint32_t country_of_key(const struct country_load *load, struct text id)
{
    uint32_t country =
        codebook_indicator(load->codebook, id) ? MAP_NONE : map_get(load->countries_by_id, id);
    return load->country == COUNTRY_ALL || country == load->country ? country : MAP_NONE;
}

/* The effects of a mapping whose keys are indicators; those naming a country are left to the
 * caller. */
static struct event_effects read_effects_of(struct country_load *load, const struct read *read,
                                            uint32_t mapping, const struct event *event,
                                            uint32_t country)
{
    struct event_effects made = {.country = country};
    struct effect *effects =
        arena_alloc(read->arena, count_effects(read->tree, mapping) + 1, sizeof *effects);
    for (uint32_t key = tree_first(read->tree, mapping); effects && key;) {
        uint32_t value = tree_next(read->tree, key);
        struct text id = tree_text(read->tree, key);
        const struct indicator *indicator = codebook_indicator(load->codebook, id);
        bool list = tree_at(read->tree, value)->kind == TREE_SEQUENCE;
        bool of_country = country == COUNTRY_ALL && country_of_key(load, id) != MAP_NONE;
        if (!indicator && !of_country)
            refuse_indicator(load, read, key);
        for (uint32_t item = list ? tree_first(read->tree, value) : value; indicator && item;
             item = list ? tree_next(read->tree, item) : TREE_NONE) {
            struct effect *effect = &effects[made.count];
            *effect =
                (struct effect){.indicator = (uint32_t)(indicator - load->codebook->indicators),
                                .file = load->file};
            made.count += read_effect(read, item, event, effect);
        }
        key = tree_next(read->tree, value);
    }
    made.effects = effects;
    return made;
}

static void refuse_country(const struct country_load *load, const struct read *read, uint32_t key,
                           uint32_t country)
{
    const char *id = load->countries[country].id;
    struct err *err = read_problem(read, key, ERR_ERROR, ERR_REFERENCE_COUNTRY,
                                   "there are effects on %s, but the event does not name it", id);
    err_hint(err, "add %s to the countries of the event, or delete its effects", id);
}

static void read_effects(struct country_load *load, const struct read *read, uint32_t mapping,
                         struct event *event)
{
    if (!read_kind(read, mapping, "effects", TREE_MAPPING))
        return;
    struct event_effects *all =
        arena_alloc(read->arena, tree_count(read->tree, mapping) + 1, sizeof *all);
    if (!all) {
        load_no_memory(load->load);
        return;
    }
    all[0] = read_effects_of(load, read, mapping, event, COUNTRY_ALL);
    size_t used = 1;
    for (uint32_t key = tree_first(read->tree, mapping); key;) {
        uint32_t value = tree_next(read->tree, key);
        uint32_t country = country_of_key(load, tree_text(read->tree, key));
        if (country != MAP_NONE && !is_of(event, country))
            refuse_country(load, read, key, country);
        else if (country != MAP_NONE && read_kind(read, value, "effects", TREE_MAPPING))
            all[used++] = read_effects_of(load, read, value, event, country);
        key = tree_next(read->tree, value);
    }
    event->effects = all;
    event->effects_count = used;
}

static void read_sources(const struct country_load *load, const struct read *read, uint32_t node,
                         struct event *event)
{
    bool list = tree_at(read->tree, node)->kind == TREE_SEQUENCE;
    size_t count = list ? tree_count(read->tree, node) : 1;
    uint32_t *sources = arena_alloc(read->arena, count + 1, sizeof *sources);
    uint32_t item = list ? tree_first(read->tree, node) : node;
    for (size_t i = 0; sources && i < count; i++, item = tree_next(read->tree, item)) {
        uint32_t source = country_source(load, read, item);
        if (source != UINT32_MAX)
            sources[event->source_count++] = source;
    }
    event->sources = sources;
    if (count == 0)
        read_problem(read, node, ERR_ERROR, ERR_VALUE_EMPTY, "the event has no source");
}

/* The countries an event of the shared file names. */
static void read_countries(const struct country_load *load, const struct read *read, uint32_t node,
                           struct event *event)
{
    if (!read_kind(read, node, "countries", TREE_SEQUENCE))
        return;
    uint32_t *countries =
        arena_alloc(read->arena, tree_count(read->tree, node) + 1, sizeof *countries);
    event->countries = countries;
    if (tree_count(read->tree, node) == 0)
        read_problem(read, node, ERR_ERROR, ERR_VALUE_EMPTY, "the event has no countries");
    for (uint32_t item = tree_first(read->tree, node); countries && item;
         item = tree_next(read->tree, item)) {
        struct text id = tree_text(read->tree, item);
        uint32_t country = map_get(load->countries_by_id, id);
        char shown[TREE_SHOWN_SIZE];
        if (country != MAP_NONE && is_of(event, country))
            read_problem(read, item, ERR_ERROR, ERR_REFERENCE_TWICE,
                         "the event names the country %s twice", tree_shown(id, shown));
        else if (country != MAP_NONE)
            countries[event->country_count++] = country;
        else if (read_kind(read, item, "country", TREE_SCALAR) && !load->countries_incomplete)
            err_hint(read_problem(read, item, ERR_ERROR, ERR_REFERENCE_COUNTRY,
                                  "no file in data/ is of the country \"%s\"",
                                  tree_shown(id, shown)),
                     "an event belongs to the countries it touches, each with a file");
    }
}

static bool place_event(struct country_load *load, const struct read *read, const uint32_t *nodes,
                        struct event *event)
{
    if (load->country == COUNTRY_ALL) {
        if (nodes[EVENT_COUNTRIES]) {
            read_countries(load, read, nodes[EVENT_COUNTRIES], event);
            return event->country_count > 0;
        }
        read_problem(read, nodes[EVENT_ID], ERR_ERROR, ERR_SCHEMA_FIELD_MISSING,
                     "an event of data/shared.yaml has no \"countries\"");
        return false;
    }
    uint32_t *own = arena_alloc(read->arena, 1, sizeof *own);
    if (!own)
        return false;
    *own = load->country;
    event->countries = own;
    event->country_count = 1;
    if (nodes[EVENT_COUNTRIES])
        err_hint(read_problem(read, nodes[EVENT_COUNTRIES], ERR_ERROR, ERR_REFERENCE_KIND,
                              "an event in a country's file is that country's"),
                 "events of several countries stand in data/shared.yaml");
    return true;
}

static void note_reversal(struct country_load *load, const struct read *read, uint32_t node,
                          uint32_t event)
{
    const char *name;
    if (!read_text(read, node, "reverses", &name) ||
        !load_grow(load->load, (void **)&load->reverses, load->reverse_count, 1,
                   &load->reverse_capacity, sizeof *load->reverses))
        return;
    load->reverses[load->reverse_count++] =
        (struct country_later){name, event, tree_place(read->tree, node)};
}

/* Effects move the live reading, `would` never does: it says what a signal might do. */
static void read_consequences(struct country_load *load, const struct read *read,
                              const uint32_t *nodes, struct event *event)
{
    if (nodes[EVENT_EFFECTS] && event->signal) {
        err_hint(read_problem(read, nodes[EVENT_EFFECTS], ERR_ERROR, ERR_REFERENCE_EFFECT,
                              "a signal is never scored, so it has no effects"),
                 "write would: for what it might do, or kind: event");
    } else if (nodes[EVENT_EFFECTS]) {
        read_effects(load, read, nodes[EVENT_EFFECTS], event);
    }
    if (!nodes[EVENT_WOULD])
        return;
    struct event ignored = *event;
    if (event->signal)
        read_effects(load, read, nodes[EVENT_WOULD], &ignored);
    else
        err_hint(read_problem(read, nodes[EVENT_WOULD], ERR_ERROR, ERR_REFERENCE_EFFECT,
                              "would: belongs to signals, but this is an event"),
                 "write effects: for what it did, or kind: signal");
}

static void read_event(struct country_load *load, struct read *read, uint32_t mapping)
{
    static const char *const kinds[] = {"event", "signal"};
    uint32_t nodes[EVENT_FIELDS];
    struct event event = {
        .reverses = UINT32_MAX, .file = load->file, .line = tree_at(read->tree, mapping)->line};
    struct date recorded;
    int kind = 0;
    bool fine = read_fields(read, mapping, "an event", event_fields, EVENT_FIELDS, nodes);
    if (!nodes[EVENT_ID] || !read_text(read, nodes[EVENT_ID], "id", &event.id))
        return;
    read->path = event.id;
    fine = nodes[EVENT_DATE] && read_date(read, nodes[EVENT_DATE], "date", &event.date) && fine;
    fine = nodes[EVENT_TITLE] && read_text(read, nodes[EVENT_TITLE], "title", &event.title) && fine;
    if (nodes[EVENT_KIND])
        fine = read_choice(read, nodes[EVENT_KIND], "kind", kinds, 2, &kind) && fine;
    event.signal = kind == 1;
    if (nodes[EVENT_SOURCE])
        read_sources(load, read, nodes[EVENT_SOURCE], &event);
    if (nodes[EVENT_NOTE])
        read_text(read, nodes[EVENT_NOTE], "note", &event.note);
    if (!fine || !place_event(load, read, nodes, &event))
        return;
    event.recorded = event.date.last;
    if (nodes[EVENT_RECORDED] && read_date(read, nodes[EVENT_RECORDED], "recorded", &recorded))
        event.recorded = recorded.last;
    event.retracted = INT32_MAX;
    if (nodes[EVENT_RETRACTED])
        country_retracted(read, nodes[EVENT_RETRACTED], event.recorded, &event.retracted,
                          &event.why);
    read_consequences(load, read, nodes, &event);
    uint32_t at = map_put(load->events_by_id, text_of(event.id), (uint32_t)load->event_count);
    if (at != load->event_count) {
        if (at != MAP_NONE)
            read_problem(read, nodes[EVENT_ID], ERR_ERROR, ERR_REFERENCE_TWICE,
                         "the event %s is given twice, first in %s on line %u", event.id,
                         load->events[at].file, (unsigned)load->events[at].line);
        return;
    }
    if (!load_grow(load->load, (void **)&load->events, load->event_count, 1, &load->event_capacity,
                   sizeof event))
        return;
    load->events[load->event_count++] = event;
    if (nodes[EVENT_REVERSES])
        note_reversal(load, read, nodes[EVENT_REVERSES], at);
}

void country_events(struct country_load *load, struct read *read, uint32_t list)
{
    const char *path = read->path;
    if (!read_kind(read, list, "events", TREE_SEQUENCE)) {
        load->events_incomplete = true;
        return;
    }
    for (uint32_t item = tree_first(read->tree, list); item; item = tree_next(read->tree, item)) {
        size_t before = load->event_count;
        read->path = path;
        read_event(load, read, item);
        load->events_incomplete = load->events_incomplete || load->event_count == before;
    }
    read->path = NULL;
}

static void refuse_reversal(struct country_load *load, const struct country_later *later,
                            enum err_code code, const char *sentence, const char *hint)
{
    struct err err;
    err_set(&err, code, sentence, load->events[later->event].id, later->name);
    err_at(&err, later->place);
    err_hint(&err, "%s", hint);
    err_list_add(load->load->list, &err);
}

static bool share_country(const struct event *a, const struct event *b)
{
    for (size_t i = 0; i < a->country_count; i++)
        if (is_of(b, a->countries[i]))
            return true;
    return false;
}

void country_resolve_events(struct country_load *load)
{
    for (size_t i = 0; i < load->reverse_count; i++) {
        const struct country_later *later = &load->reverses[i];
        uint32_t found = map_get(load->events_by_id, text_of(later->name));
        struct event *event = &load->events[later->event];
        if (found == MAP_NONE && load->events_incomplete)
            continue;
        if (found == MAP_NONE)
            refuse_reversal(load, later, ERR_REFERENCE_EVENT,
                            "%s reverses %s, but no event has that id",
                            "see the id under events: in the country's file");
        else if (found == later->event)
            refuse_reversal(load, later, ERR_REFERENCE_CYCLE, "%s reverses %s, which is itself",
                            "name the earlier event");
        else if (load->events[found].date.last > event->date.last)
            refuse_reversal(load, later, ERR_VALUE_DATES, "%s reverses %s, which is later",
                            "an event can undo an earlier one only");
        else if (!share_country(event, &load->events[found]))
            refuse_reversal(load, later, ERR_REFERENCE_KIND,
                            "%s reverses %s, which is of another country",
                            "an event undoes what happened in its own countries");
        else if (load->events[found].reverses != UINT32_MAX &&
                 load->events[found].reverses == later->event)
            refuse_reversal(load, later, ERR_REFERENCE_CYCLE, "%s and %s reverse each other",
                            "delete one of the two");
        else
            event->reverses = found;
    }
}
