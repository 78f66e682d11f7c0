#include "model/bulk_rows.h"

#include "model/bulk_columns.h"
#include "model/bulk_hint.h"
#include "model/bulk_yaml.h"

#include <string.h>

enum {
    ROWS_NAMED_MAX = 6,   /* texts named in a sentence */
    ROWS_LISTED_MAX = 60, /* and in a list of YAML */
    ROWS_KINDS_MAX = 60,  /* distinct texts of a column that may tell repeated records apart */
    ROWS_TRIED_MAX = 16,  /* such columns */
    ROWS_KIND_LENGTH = 2, /* of a class that is a letter or two */
};

/* The content of a buffer in the arena, NULL without memory; the buffer is freed. */
static const char *keep(const struct bulk_draft *draft, struct text_buffer *buffer)
{
    const char *text =
        buffer->failed
            ? NULL
            : arena_text(draft->scan->arena, buffer->bytes ? buffer->bytes : "", buffer->length);
    if (buffer->failed)
        arena_alloc(draft->scan->arena, SIZE_MAX, SIZE_MAX);
    text_buffer_free(buffer);
    return text;
}

/* "a, b, c and 5 more". */
static const char *name_some(const struct bulk_draft *draft, const struct text *texts, size_t count)
{
    struct text_buffer list = {0};
    for (size_t i = 0; i < count && i < ROWS_NAMED_MAX; i++) {
        text_add_string(&list, i ? ", " : "");
        text_add(&list, texts[i].bytes, texts[i].length);
    }
    if (count > ROWS_NAMED_MAX)
        text_add_format(&list, " and %zu more", count - ROWS_NAMED_MAX);
    return keep(draft, &list);
}

/* FIELD: {COLUMN: [values]}. */
static const char *filter(const struct bulk_draft *draft, const char *field, int column,
                          const struct text *values, size_t count)
{
    struct text_buffer line = {0};
    text_add_format(&line, "%s: {", field);
    bulk_yaml_text(&line, draft->scan->columns[column].name);
    text_add_string(&line, ": [");
    for (size_t i = 0; i < count; i++) {
        text_add_string(&line, i ? ", " : "");
        bulk_yaml_text(&line, values[i]);
    }
    text_add_string(&line, "]}");
    return keep(draft, &line);
}

static void remark_without_id(struct bulk_draft *draft)
{
    const struct bulk_scan *scan = draft->scan;
    if (draft->country_count < 2)
        return;
    const char *id = bulk_draft_name(draft, draft->country[0]);
    const char *name = bulk_draft_name(draft, draft->country[1]);
    size_t without = scan->record_count - scan->columns[draft->country[0]].present;
    struct text_buffer code = {0};
    text_add_string(&code, "country: ");
    bulk_yaml_text(&code, scan->columns[draft->country[0]].name);
    bulk_draft_remark(draft, BULK_DRAFT_AT_COUNTRY,
                      arena_printf(scan->arena,
                                   "%s is empty in %zu of %zu records, where %s stands for it. If "
                                   "these are no countries (regions, the world):",
                                   id ? id : "", without, scan->record_count, name ? name : ""),
                      keep(draft, &code));
}

static bool is_known(const struct bulk_known *known, struct text id)
{
    for (size_t i = 0; i < known->country_count; i++)
        if (text_is(id, known->countries[2 * i]))
            return true;
    return false;
}

static bool looks_like_country(struct text id)
{
    for (size_t i = 0; i < id.length; i++)
        if (id.bytes[i] < 'A' || id.bytes[i] > 'Z')
            return false;
    return id.length == 3;
}

/* What all odd ids begin with and no other does, with a star; absent when there is nothing such. */
static struct text common_start(const struct bulk_draft *draft, const struct text *odd,
                                size_t count)
{
    const struct bulk_scan_column *column = &draft->scan->columns[draft->country[0]];
    size_t length = odd[0].length;
    for (size_t i = 1; i < count; i++) {
        size_t same = 0;
        while (same < length && same < odd[i].length && odd[i].bytes[same] == odd[0].bytes[same])
            same++;
        length = same;
    }
    bool own = count > 1 && length >= 2;
    for (size_t t = 0; t < column->text_count; t++) {
        struct text id = column->texts[t].text;
        bool begins = id.length >= length && memcmp(id.bytes, odd[0].bytes, length) == 0;
        own = own && !(begins && looks_like_country(id));
    }
    const char *pattern =
        own ? arena_printf(draft->scan->arena, "%.*s*", (int)length, odd[0].bytes) : NULL;
    return text_of(pattern);
}

static void remark_odd(struct bulk_draft *draft, const struct text *odd, size_t count)
{
    const char *name = bulk_draft_name(draft, draft->country[0]);
    const char *some = name_some(draft, odd, count);
    struct text start = common_start(draft, odd, count);
    if (!name || !some || (!start.bytes && count > ROWS_LISTED_MAX))
        return;
    bulk_draft_remark(
        draft, BULK_DRAFT_AT_ROWS,
        arena_printf(draft->scan->arena,
                     "%s has %zu id%s unlike the others: %s. If %s, %s must not be ranked among "
                     "countries:",
                     name, count, count == 1 ? "" : "s", some,
                     count == 1 ? "that is no country" : "these are no countries",
                     count == 1 ? "it" : "they"),
        start.bytes ? filter(draft, "except", draft->country[0], &start, 1)
                    : filter(draft, "except", draft->country[0], odd, count));
}

/* Ids that do not look like countries among ids that do, and the World Bank's groups, which do. */
static void remark_groups(struct bulk_draft *draft)
{
    const struct bulk_scan_column *column = &draft->scan->columns[draft->country[0]];
    bool coded = 100 * column->capitals >= 80 * column->present && column->present > 0;
    if (!coded || column->many)
        return;
    struct text *odd = arena_alloc(draft->scan->arena, column->text_count + 1, sizeof *odd);
    struct text *bank = arena_alloc(draft->scan->arena, column->text_count + 1, sizeof *bank);
    size_t odd_count = 0, bank_count = 0;
    for (size_t i = 0; odd && bank && i < column->text_count; i++) {
        struct text id = column->texts[i].text;
        if (is_known(draft->known, id))
            continue;
        if (!looks_like_country(id))
            odd[odd_count++] = id;
        else if (bulk_hint_is_aggregate(id))
            bank[bank_count++] = id;
    }
    if (odd_count > 0)
        remark_odd(draft, odd, odd_count);
    const char *some = bank_count > 1 ? name_some(draft, bank, bank_count) : NULL;
    if (some)
        bulk_draft_remark(draft, BULK_DRAFT_AT_ROWS,
                          arena_printf(draft->scan->arena,
                                       "%zu ids are those of the World Bank for groups of "
                                       "countries, which must not be ranked among them: %s.",
                                       bank_count, some),
                          filter(draft, "except", draft->country[0], bank, bank_count));
}

static void remark_period(struct bulk_draft *draft)
{
    const struct bulk_scan_column *column = &draft->scan->columns[draft->period];
    struct text_buffer code = {0};
    if (bulk_hint_score(BULK_HINT_EDITION, column->folded) <=
        bulk_hint_score(BULK_HINT_PERIOD, column->folded))
        return;
    text_add_string(&code, "period: {column: ");
    bulk_yaml_text(&code, column->name);
    text_add_string(&code, ", add: -1}");
    bulk_draft_remark(draft, BULK_DRAFT_AT_PERIOD,
                      arena_printf(draft->scan->arena,
                                   "%s may be when it was published. If the figures are of the "
                                   "year before:",
                                   bulk_draft_name(draft, draft->period)),
                      keep(draft, &code));
}

/* The column of few texts that best tells repeated records apart. */
static int find_teller(struct bulk_draft *draft, size_t repeats, size_t *left)
{
    int best = BULK_DRAFT_NONE;
    size_t tried = 0;
    *left = repeats / 2 + 1;
    for (size_t i = 0; i < draft->column_count && tried < ROWS_TRIED_MAX; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        uint32_t line;
        bool free = draft->columns[i].role == BULK_DRAFT_IGNORED && column->name.length > 0;
        if (!free || column->many || column->text_count < 2 || column->text_count > ROWS_KINDS_MAX)
            continue;
        tried++;
        size_t found = bulk_columns_repeats(draft, draft->names, (int)i, &line);
        if (found < *left) {
            best = (int)i;
            *left = found;
        }
    }
    return best;
}

static void remark_repeats(struct bulk_draft *draft)
{
    uint32_t line;
    size_t left;
    struct arena *arena = draft->scan->arena;
    size_t repeats = bulk_columns_repeats(draft, draft->names, BULK_DRAFT_NONE, &line);
    if (repeats == 0)
        return;
    const char *what = draft->names == BULK_DRAFT_NONE ? "the country and period"
                                                       : "the country, period and series";
    int teller = find_teller(draft, repeats, &left);
    if (teller == BULK_DRAFT_NONE) {
        bulk_draft_remark(draft, BULK_DRAFT_AT_ROWS,
                          arena_printf(arena,
                                       "%zu record%s %s of an earlier one, first on line %u: check "
                                       "refuses that where it feeds an indicator.",
                                       repeats, repeats == 1 ? " repeats" : "s repeat", what,
                                       (unsigned)line),
                          NULL);
        return;
    }
    const struct bulk_scan_column *column = &draft->scan->columns[teller];
    struct text *kinds = arena_alloc(arena, column->text_count, sizeof *kinds);
    for (size_t i = 0; kinds && i < column->text_count; i++)
        kinds[i] = column->texts[i].text;
    const char *some = kinds ? name_some(draft, kinds, column->text_count) : NULL;
    if (some)
        bulk_draft_remark(
            draft, BULK_DRAFT_AT_ROWS,
            arena_printf(arena,
                         "%zu record%s %s of an earlier one, first on line %u, and check refuses "
                         "that where it feeds an indicator. %s tells them apart (%s). A panel "
                         "keeps one kind:",
                         repeats, repeats == 1 ? " repeats" : "s repeat", what, (unsigned)line,
                         bulk_draft_name(draft, teller), some),
            filter(draft, "where", teller, kinds, 1));
}

/* Two classes of a letter or two (country, territory) may be two kinds of records. */
static void remark_kinds(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        if (draft->columns[i].role != BULK_DRAFT_GROUP || column->text_count != 2)
            continue;
        const struct bulk_scan_text *one = &column->texts[0], *other = &column->texts[1];
        const struct bulk_scan_text *more = one->count >= other->count ? one : other;
        if (one->text.length <= ROWS_KIND_LENGTH && other->text.length <= ROWS_KIND_LENGTH)
            bulk_draft_remark(
                draft, BULK_DRAFT_AT_ROWS,
                arena_printf(draft->scan->arena,
                             "%s is %.*s or %.*s. To keep the records of one kind only:",
                             bulk_draft_name(draft, (int)i), (int)one->text.length, one->text.bytes,
                             (int)other->text.length, other->text.bytes),
                filter(draft, "where", (int)i, &more->text, 1));
    }
}

/* V-Dem's intervals hold 68 %, where 90 % is meant unless said (semantics.md A8). */
static void remark_level(struct bulk_draft *draft)
{
    const struct sources *sources = draft->known->sources;
    const char *given = draft->known->source;
    uint32_t source = sources && given ? source_find(sources, text_of(given)) : UINT32_MAX;
    if (source != UINT32_MAX && sources->items[source].level < 0.9)
        return;
    for (size_t i = 0; i < draft->column_count; i++) {
        int low = draft->columns[i].low;
        const char *folded = low == BULK_DRAFT_NONE ? NULL : draft->scan->columns[low].folded;
        if (!folded || !strstr(folded, "codelow"))
            continue;
        bulk_draft_remark(draft, BULK_DRAFT_AT_SOURCE,
                          "codelow and codehigh of V-Dem hold 68 %, other intervals are read as 90 "
                          "%. Say so at the source, in indicators/sources.yaml:",
                          "level: 0.68");
        return;
    }
}

/* A standard deviation of an estimate is its standard error; of what was averaged it is not. */
static void remark_deviations(struct bulk_draft *draft)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_draft_column *column = &draft->columns[i];
        bool left = column->role == BULK_DRAFT_IGNORED && column->of != BULK_DRAFT_NONE;
        const struct bulk_draft_column *of = left ? &draft->columns[column->of] : NULL;
        struct text_buffer code = {0};
        if (!of || !of->key || of->low != BULK_DRAFT_NONE || of->se != BULK_DRAFT_NONE ||
            strcmp(column->why, "standard deviation") != 0)
            continue;
        bulk_yaml_text(&code, text_of(of->key));
        text_add_string(&code, ": {column: ");
        bulk_yaml_text(&code, of->scan->name);
        text_add_string(&code, ", se: ");
        bulk_yaml_text(&code, column->scan->name);
        text_add_string(&code, "}");
        bulk_draft_remark(draft, BULK_DRAFT_AT_SERIES,
                          arena_printf(draft->scan->arena,
                                       "If %s is the standard deviation of the estimate itself, it "
                                       "is its standard error:",
                                       bulk_draft_name(draft, (int)i)),
                          keep(draft, &code));
    }
}

void bulk_rows_remark(struct bulk_draft *draft)
{
    remark_without_id(draft);
    remark_period(draft);
    remark_level(draft);
    remark_groups(draft);
    remark_repeats(draft);
    remark_kinds(draft);
    remark_deviations(draft);
}
