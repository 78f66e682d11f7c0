#include "base/number.h"
#include "model/country.h"
#include "model/country_scale.h"

#include <math.h>
#include <string.h>

enum {
    FIELD_DATE,
    FIELD_VALUE,
    FIELD_SERIES,
    FIELD_SOURCE,
    FIELD_LOW,
    FIELD_HIGH,
    FIELD_SE,
    FIELD_LEVEL,
    FIELD_CONFIDENCE,
    FIELD_CODER,
    FIELD_AGREES,
    FIELD_RECORDED,
    FIELD_RETRACTED,
    FIELD_NOTE,
    FIELD_COUNT
};

static const struct read_field observation_fields[FIELD_COUNT] = {
    {"date", true},        {"value", true},  {"series", false}, {"source", true},
    {"low", false},        {"high", false},  {"se", false},     {"level", false},
    {"confidence", false}, {"coder", false}, {"agrees", false}, {"recorded", false},
    {"retracted", false},  {"note", false},
};

static const char *series_names(const struct indicator *indicator, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < indicator->series_count && used + 1 < size; i++) {
        size_t length = strlen(indicator->series[i].series);
        if (used + length + 3 >= size)
            break;
        if (i > 0) {
            memcpy(out + used, ", ", 2);
            used += 2;
        }
        memcpy(out + used, indicator->series[i].series, length);
        used += length;
        out[used] = '\0';
    }
    return out;
}

static bool find_series(const struct read *read, uint32_t node, const struct indicator *indicator,
                        struct observation *made)
{
    if (!read_kind(read, node, "series", TREE_SCALAR))
        return false;
    struct text name = tree_text(read->tree, node);
    made->use = codebook_series_use(indicator, name);
    if (made->use || indicator->series_refused)
        return made->use != NULL;
    char shown[TREE_SHOWN_SIZE], names[200];
    struct err *err =
        read_problem(read, node, ERR_ERROR, ERR_REFERENCE_SERIES, "the series %s does not feed %s",
                     tree_shown(name, shown), indicator->id);
    if (indicator->series_count > 0)
        err_hint(err, "it is fed by %s", series_names(indicator, names, sizeof names));
    else
        err_hint(err, "the codebook lists no series for it: values are coded by hand");
    return false;
}

static const char *print(double number, char out[NUMBER_PRINT_SIZE])
{
    number_print(number, out);
    return out;
}

/* Goalposts of an interval scale are no limits to what can be measured, but a figure a whole scale
 * beyond them is likely a slip. */
static void warn_if_far(const struct read *read, uint32_t node, const struct indicator *indicator,
                        double written, double least, double most)
{
    char text[NUMBER_PRINT_SIZE];
    double beyond = written > most ? written - most : least - written;
    if (beyond <= most - least)
        return;
    struct err *err = read_problem(read, node, ERR_WARNING, ERR_VALUE_FAR,
                                   "%s is %s, far outside its goalposts %g and %g", indicator->id,
                                   print(written, text), least, most);
    err_hint(err, "see that no digit or unit slipped; it counts as the end of the scale");
}

/* What lies outside an ordinal scale, or (coded) outside any ends, was not measured on it. */
static bool check_ends(const struct country_load *load, const struct read *read, uint32_t node,
                       const struct indicator *indicator, const struct observation *made,
                       double written)
{
    char text[NUMBER_PRINT_SIZE], end[NUMBER_PRINT_SIZE];
    double least, most;
    country_scale_ends(load->sources, indicator, made, &least, &most);
    if (isnan(least) || (written >= least && written <= most))
        return true;
    if (made->use && (indicator->scale.kind != SCALE_ORDINAL || made->use->clip)) {
        warn_if_far(read, node, indicator, written, least, most);
        return true;
    }
    bool above = written > most;
    struct err *err =
        read_problem(read, node, ERR_ERROR, ERR_VALUE_OUTSIDE, "%s is %s, but its %s %s at %s",
                     indicator->id, print(written, text), made->use ? "series" : "scale",
                     above ? "ends" : "begins", print(above ? most : least, end));
    if (made->use)
        err_hint(err, "a value with a series is written as published, on that series' own scale");
    else
        err_hint(err, "a value without a series is written on the indicator's own scale");
    return false;
}

static bool check_level(const struct read *read, uint32_t node, const struct indicator *indicator,
                        double value)
{
    const struct scale *scale = &indicator->scale;
    char written[NUMBER_PRINT_SIZE];
    if (scale->kind != SCALE_ORDINAL)
        return true;
    for (size_t i = 0; i < scale->level_count; i++)
        if (scale->levels[i].value == value)
            return true;
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_VALUE_LEVEL,
                                   "%s is %s, but a coded value is one of the levels %g to %g",
                                   indicator->id, print(value, written), scale->levels[0].value,
                                   scale->levels[scale->level_count - 1].value);
    err_hint(err, "write the level, and the doubt as low and high; a published figure needs its "
                  "series");
    return false;
}

static bool read_level(const struct read *read, uint32_t node, double *level)
{
    double found;
    if (!read_number(read, node, "level", &found))
        return false;
    if (found > 0 && found < 1) {
        *level = found;
        return true;
    }
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                                   "level is %g, but the share an interval holds lies between 0 "
                                   "and 1",
                                   found);
    err_hint(err, "write 0.9 for a 90 %% interval");
    return false;
}

static void read_standard_error(const struct country_load *load, const struct read *read,
                                uint32_t node, const struct indicator *indicator,
                                struct observation *made)
{
    double se;
    if (!read_number(read, node, "se", &se))
        return;
    if (se < 0) {
        read_problem(read, node, ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                     "se is %g, but a standard error is not below zero", se);
        return;
    }
    double width =
        COUNTRY_SCALE_NORMAL_95 * country_scale_width(load->sources, indicator, made, se);
    country_scale_interval(made, indicator, width, width);
    made->interval_published = true;
}

static void read_interval(const struct country_load *load, const struct read *read,
                          const uint32_t *nodes, const struct indicator *indicator, double level,
                          struct observation *made)
{
    double low, high;
    uint32_t only = nodes[FIELD_LOW] ? nodes[FIELD_LOW] : nodes[FIELD_HIGH];
    if (!nodes[FIELD_LOW] || !nodes[FIELD_HIGH]) {
        read_problem(read, only, ERR_ERROR, ERR_VALUE_INTERVAL,
                     "the interval has only one end; give both low and high");
        return;
    }
    if (!read_number(read, nodes[FIELD_LOW], "low", &low) ||
        !read_number(read, nodes[FIELD_HIGH], "high", &high))
        return;
    if (low > made->as_published || high < made->as_published) {
        char value[NUMBER_PRINT_SIZE];
        bool below = low > made->as_published;
        read_problem(read, nodes[below ? FIELD_LOW : FIELD_HIGH], ERR_ERROR, ERR_VALUE_INTERVAL,
                     "%s is %g, but the value is %s: an interval holds its value",
                     below ? "low" : "high", below ? low : high, print(made->as_published, value));
        return;
    }
    if (!check_ends(load, read, nodes[FIELD_LOW], indicator, made, low) ||
        !check_ends(load, read, nodes[FIELD_HIGH], indicator, made, high))
        return;
    double one = country_scale_value(load->sources, indicator, made, low),
           other = country_scale_value(load->sources, indicator, made, high);
    country_scale_interval(made, indicator,
                           country_scale_half(level, made->value - fmin(one, other)),
                           country_scale_half(level, fmax(one, other) - made->value));
    made->interval_published = true;
}

/* low and high, or se, or what the grade stands for. */
static void read_uncertainty(const struct country_load *load, const struct read *read,
                             const uint32_t *nodes, const struct indicator *indicator,
                             struct observation *made)
{
    bool interval = nodes[FIELD_LOW] || nodes[FIELD_HIGH];
    double level = load->sources->items[made->source].level;
    if (nodes[FIELD_CONFIDENCE])
        made->grade = country_grade(read, nodes[FIELD_CONFIDENCE]);
    if (nodes[FIELD_LEVEL] && !read_level(read, nodes[FIELD_LEVEL], &level))
        return;
    if (interval && nodes[FIELD_SE]) {
        read_problem(read, nodes[FIELD_SE], ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                     "se stands beside low and high: one of them is enough");
        return;
    }
    if (nodes[FIELD_LEVEL] && !interval) {
        read_problem(read, nodes[FIELD_LEVEL], ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                     "level says what low and high hold, but there is no interval");
        return;
    }
    if (nodes[FIELD_SE])
        read_standard_error(load, read, nodes[FIELD_SE], indicator, made);
    else if (interval)
        read_interval(load, read, nodes, indicator, level, made);
    else if (made->grade) {
        double width = country_grade_width(indicator, made->grade);
        if (!isnan(width))
            country_scale_interval(made, indicator, width, width);
    }
}

/* When it was known, and when it was withdrawn. */
static void read_known(const struct country_load *load, const struct read *read,
                       const uint32_t *nodes, struct observation *made)
{
    const struct source *source = &load->sources->items[made->source];
    struct date date;
    made->retracted = INT32_MAX;
    made->recorded = source->dated ? source->date.last : made->date.last;
    if (nodes[FIELD_RECORDED] && read_date(read, nodes[FIELD_RECORDED], "recorded", &date))
        made->recorded = date.last;
    if (nodes[FIELD_RETRACTED])
        country_retracted(read, nodes[FIELD_RETRACTED], made->recorded, &made->retracted,
                          &made->why);
}

/* A source says which time it covers; a value of another time is not its. */
static void check_covers(const struct country_load *load, const struct read *read, uint32_t node,
                         const struct observation *made)
{
    const struct source *source = &load->sources->items[made->source];
    if (source->covers_first > source->covers_last ||
        (made->date.last >= source->covers_first && made->date.last <= source->covers_last))
        return;
    char day[DATE_PRINT_SIZE], first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    date_print(made->date, day);
    date_print_day(source->covers_first, first);
    date_print_day(source->covers_last, last);
    struct err *err =
        read_problem(read, node, ERR_ERROR, ERR_VALUE_COVERS,
                     "the value is dated %s, but %s covers %s to %s", day, source->id, first, last);
    err_hint(err, "a value is dated by the time it describes, not by its edition");
}

static bool read_agrees(const struct read *read, uint32_t node, struct observation *made)
{
    const char *const *names;
    size_t count;
    if (!load_texts(read, node, "agrees", &names, &count))
        return false;
    made->agrees = names;
    return true;
}

static void read_observation(struct country_load *load, struct read *read, uint32_t mapping,
                             uint32_t indicator_index)
{
    const struct indicator *indicator = &load->codebook->indicators[indicator_index];
    uint32_t nodes[FIELD_COUNT];
    struct observation made = {.country = load->country,
                               .indicator = indicator_index,
                               .low = NAN,
                               .high = NAN,
                               .file = load->file,
                               .line = tree_at(read->tree, mapping)->line};
    bool fine =
        read_fields(read, mapping, "an observation", observation_fields, FIELD_COUNT, nodes);
    fine = nodes[FIELD_DATE] && read_date(read, nodes[FIELD_DATE], "date", &made.date) && fine;
    fine = nodes[FIELD_VALUE] &&
           read_number(read, nodes[FIELD_VALUE], "value", &made.as_published) && fine;
    made.source =
        nodes[FIELD_SOURCE] ? country_source(load, read, nodes[FIELD_SOURCE]) : UINT32_MAX;
    if (nodes[FIELD_SERIES])
        fine = find_series(read, nodes[FIELD_SERIES], indicator, &made) && fine;
    if (nodes[FIELD_CODER])
        fine = read_text(read, nodes[FIELD_CODER], "coder", &made.coder) && fine;
    if (nodes[FIELD_AGREES])
        fine = read_agrees(read, nodes[FIELD_AGREES], &made) && fine;
    if (nodes[FIELD_NOTE])
        fine = read_text(read, nodes[FIELD_NOTE], "note", &made.note) && fine;
    if (!fine || made.source == UINT32_MAX)
        return;
    made.value = country_scale_value(load->sources, indicator, &made, made.as_published);
    if (!check_ends(load, read, nodes[FIELD_VALUE], indicator, &made, made.as_published) ||
        (!made.use && !check_level(read, nodes[FIELD_VALUE], indicator, made.value)))
        return;
    check_covers(load, read, nodes[FIELD_DATE], &made);
    read_known(load, read, nodes, &made);
    read_uncertainty(load, read, nodes, indicator, &made);
    if (load_grow(load->load, (void **)&load->observations, load->observation_count, 1,
                  &load->observation_capacity, sizeof made))
        load->observations[load->observation_count++] = made;
}

/* Every id of the codebook, for "did you mean". */
static void hint_indicator(const struct country_load *load, struct err *err, struct text id)
{
    size_t count = load->codebook->indicator_count;
    const char **names = arena_alloc(load->load->scratch, count + 1, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = load->codebook->indicators[i].id;
    size_t nearest = names ? text_nearest(id, names, count) : SIZE_MAX;
    if (nearest != SIZE_MAX)
        err_hint(err, "did you mean \"%s\"?", names[nearest]);
    else
        err_hint(err, "the codebook's indicators stand in the files of indicators/");
}

/* Of a codebook that could not be read whole nobody knows what it lacks. */
static void refuse_indicator(const struct country_load *load, const struct read *read, uint32_t key)
{
    struct text id = tree_text(read->tree, key);
    char shown[TREE_SHOWN_SIZE];
    bool other = map_get(load->codebook->by_id, id) != MAP_NONE;
    if (!other && load->codebook->incomplete)
        return;
    struct err *err =
        read_problem(read, key, ERR_ERROR, other ? ERR_REFERENCE_KIND : ERR_REFERENCE_INDICATOR,
                     other ? "%s is a pillar or group: observations are of indicators"
                           : "the codebook has no indicator \"%s\"",
                     tree_shown(id, shown));
    hint_indicator(load, err, id);
}

/* Observations of an indicator and of all that follow it in the mapping: room is made once. */
static size_t count_observations(const struct tree *tree, uint32_t list)
{
    size_t count = 0;
    for (;;) {
        count += tree_count(tree, list);
        uint32_t key = tree_next(tree, list);
        if (key == TREE_NONE)
            return count;
        list = tree_next(tree, key);
    }
}

static void read_observations(struct country_load *load, struct read *read, uint32_t list,
                              uint32_t indicator)
{
    if (read_kind(read, list, "the observations of an indicator", TREE_SEQUENCE) &&
        load_grow(load->load, (void **)&load->observations, load->observation_count,
                  count_observations(read->tree, list), &load->observation_capacity,
                  sizeof *load->observations))
        for (uint32_t item = tree_first(read->tree, list); item; item = tree_next(read->tree, item))
            read_observation(load, read, item, indicator);
}

static void read_preference(struct country_load *load, struct read *read, uint32_t node,
                            uint32_t indicator)
{
    struct preference_of made = {.country = load->country, .indicator = indicator};
    if (preference_read(load->load, read, node, load->sources, true, &made.preference) &&
        load_grow(load->load, (void **)&load->preferences, load->preference_count, 1,
                  &load->preference_capacity, sizeof made))
        load->preferences[load->preference_count++] = made;
}

/* One, or a list of them. */
static void read_preferences(struct country_load *load, struct read *read, uint32_t node,
                             uint32_t indicator)
{
    if (tree_at(read->tree, node)->kind != TREE_SEQUENCE) {
        read_preference(load, read, node, indicator);
        return;
    }
    for (uint32_t item = tree_first(read->tree, node); item; item = tree_next(read->tree, item))
        read_preference(load, read, item, indicator);
}

/* Reads what a mapping has of each indicator. */
static void read_each(struct country_load *load, struct read *read, uint32_t mapping,
                      const char *what,
                      void (*each)(struct country_load *load, struct read *read, uint32_t node,
                                   uint32_t indicator))
{
    if (!read_kind(read, mapping, what, TREE_MAPPING))
        return;
    const char *country = load->countries[load->country].id;
    for (uint32_t key = tree_first(read->tree, mapping); key;) {
        uint32_t node = tree_next(read->tree, key);
        struct text id = tree_text(read->tree, key);
        const struct indicator *indicator = codebook_indicator(load->codebook, id);
        read->path = country;
        if (!indicator) {
            refuse_indicator(load, read, key);
        } else {
            read->path = arena_printf(read->arena, "%s/%s", country, indicator->id);
            each(load, read, node, (uint32_t)(indicator - load->codebook->indicators));
        }
        key = tree_next(read->tree, node);
    }
    read->path = NULL;
}

void country_observations(struct country_load *load, struct read *read, uint32_t mapping)
{
    read_each(load, read, mapping, "observations", read_observations);
}

void country_preferences(struct country_load *load, struct read *read, uint32_t mapping)
{
    read_each(load, read, mapping, "prefer", read_preferences);
}
