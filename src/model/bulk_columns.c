#include "model/bulk_columns.h"

#include "model/bulk_hint.h"

#include <stdio.h>
#include <string.h>

enum {
    COLUMNS_CAPITALS = 60,    /* what three capitals add to the score of a column of countries */
    COLUMNS_KNOWN = 100,      /* what ids of the project's countries add, if all are there */
    COLUMNS_KNOWN_NAMES = 80, /* and their names */
    COLUMNS_EDITION_MIN = 50,
    COLUMNS_SERIES_MIN = 80, /* names of series in a file without repeated countries and periods */
    COLUMNS_VALUE_MIN = 60,
    COLUMNS_REPEATS_MIN = 20, /* one record in so many repeats another */
    COLUMNS_TRIED_MAX = 32,   /* columns that may tell repeated records apart */
};

static bool mostly(size_t part, size_t whole)
{
    return whole > 0 && 100 * part >= 95 * whole;
}

static int score(const struct bulk_scan_column *column, enum bulk_hint hint)
{
    return bulk_hint_score(hint, column->folded);
}

static bool is_text(const struct bulk_scan_column *column)
{
    return column->name.length > 0 && 2 * column->numbers < column->present;
}

/* "a, b, c …" of the header, for hints. */
static void hint_header(struct err *err, const struct bulk_draft *draft)
{
    char list[ERR_HINT_SIZE / 2] = "";
    size_t used = 0;
    for (size_t i = 0; i < draft->column_count; i++) {
        struct text name = draft->scan->columns[i].name;
        if (used + name.length + 8 >= sizeof list) {
            snprintf(list + used, sizeof list - used, " …");
            break;
        }
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", i ? ", " : "",
                                 (int)name.length, name.bytes);
    }
    err_hint(err, "the header names: %s", list);
}

static bool refuse(struct bulk_draft *draft, const char *file, struct err *err)
{
    err_at(err, (struct err_place){.file = file, .line = 1});
    hint_header(err, draft);
    return false;
}

static bool holds_dates(const struct bulk_scan_column *column)
{
    return column->name.length > 0 && mostly(column->dates, column->present);
}

/* A year that only says when something came out is a period for want of a better one; dates that no
 * number looks like (2021Q3) need no telling name. */
static int period_score(const struct bulk_scan_column *column)
{
    if (!holds_dates(column))
        return 0;
    int named = score(column, BULK_HINT_PERIOD);
    int edition = score(column, BULK_HINT_EDITION);
    if (edition >= COLUMNS_EDITION_MIN && edition > named / 2)
        return 30 - edition / 10;
    bool written_out = !mostly(column->numbers, column->present);
    return named + (written_out ? 30 : 0) + 5;
}

static size_t count_years_across(const struct bulk_draft *draft)
{
    size_t count = 0;
    struct date date;
    for (size_t i = 0; i < draft->column_count; i++) {
        struct text name = draft->scan->columns[i].name;
        count += name.length >= 4 && name.bytes[0] >= '1' && name.bytes[0] <= '2' &&
                 date_parse(name.bytes, 4, &date) == DATE_OK;
    }
    return count;
}

/* Why there is no period, as well as can be told. */
static bool refuse_period(struct bulk_draft *draft, const char *file, struct err *err)
{
    const struct bulk_scan_column *named = NULL;
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        int found = score(column, BULK_HINT_PERIOD);
        if (column->present > 0 && found > 0 && (!named || found > score(named, BULK_HINT_PERIOD)))
            named = column;
    }
    size_t across = count_years_across(draft);
    if (!named && across >= 3) {
        err_set(err, ERR_IMPORT_COLUMNS,
                "no column holds the period: the years stand side by side, in %zu columns", across);
        err_hint(err, "turn the table so that a row is a country and a year, with a column year");
        return err_at(err, (struct err_place){.file = file, .line = 1});
    }
    if (!named) {
        err_set(err, ERR_IMPORT_COLUMNS,
                "no column holds the period: none is named year, date, time or period, or is full "
                "of dates such as 2021Q3 or 2021-08");
        return refuse(draft, file, err);
    }
    struct text example = named->example;
    for (size_t i = 0; i < named->text_count && 2 * named->dates > named->present; i++)
        example = named->texts[i].text;
    err_set(err, ERR_IMPORT_COLUMNS,
            "no column holds the period: %.*s would be it, but \"%.*s\" is no date",
            (int)(named->name.length < 60 ? named->name.length : 60), named->name.bytes,
            (int)(example.length < 60 ? example.length : 60), example.bytes);
    err_hint(err, "dates are written 2021, 2021Q3, 2021-08 or 2021-08-23");
    return err_at(err, (struct err_place){.file = file, .line = 1});
}

static int best_of(const struct bulk_draft *draft, int (*scored)(const struct bulk_scan_column *))
{
    int best = BULK_DRAFT_NONE, best_score = 0;
    for (size_t i = 0; i < draft->column_count; i++) {
        bool free = draft->columns[i].role == BULK_DRAFT_IGNORED;
        int found = free ? scored(&draft->scan->columns[i]) : 0;
        if (found > best_score) {
            best = (int)i;
            best_score = found;
        }
    }
    return best;
}

static int edition_score(const struct bulk_scan_column *column)
{
    int found = score(column, BULK_HINT_EDITION);
    bool kept = found >= COLUMNS_EDITION_MIN && column->name.length > 0 && !column->many &&
                (mostly(column->whole, column->present) || is_text(column));
    return kept ? found : 0;
}

static void take(struct bulk_draft *draft, int column, enum bulk_draft_role role)
{
    if (column != BULK_DRAFT_NONE)
        draft->columns[column].role = role;
}

/* A hundredth part of the project's countries that stand in the column, by id or by name. */
static int known_score(const struct bulk_known *known, const struct bulk_scan_column *column)
{
    size_t ids = 0, names = 0;
    if (known->country_count == 0 || !column->by_text)
        return 0;
    for (size_t i = 0; i < known->country_count; i++) {
        ids += map_get(column->by_text, text_of(known->countries[2 * i])) != MAP_NONE;
        names += map_get(column->by_text, text_of(known->countries[2 * i + 1])) != MAP_NONE;
    }
    return (int)((COLUMNS_KNOWN * ids + COLUMNS_KNOWN_NAMES * (names > ids ? names : 0)) /
                 known->country_count);
}

static int country_score(const struct bulk_draft *draft, const struct bulk_scan_column *column)
{
    int named = score(column, BULK_HINT_COUNTRY);
    if (column->name.length == 0 || column->present == 0 || 2 * column->dates >= column->present)
        return 0;
    if (!is_text(column))
        return score(column, BULK_HINT_CODE) / 4;
    int coded = 100 * column->capitals >= 80 * column->present ? COLUMNS_CAPITALS : 0;
    int found = named + coded + known_score(draft->known, column);
    return column->too_long > 0 ? found / 4 : found;
}

static bool find_country(struct bulk_draft *draft, const char *file, struct err *err)
{
    int best = BULK_DRAFT_NONE, best_score = 0;
    for (size_t i = 0; i < draft->column_count; i++) {
        int found = draft->columns[i].role == BULK_DRAFT_IGNORED
                        ? country_score(draft, &draft->scan->columns[i])
                        : 0;
        if (found > best_score) {
            best = (int)i;
            best_score = found;
        }
    }
    if (best == BULK_DRAFT_NONE) {
        err_set(err, ERR_IMPORT_COLUMNS,
                "no column holds the country: none is named iso3, country or code, or is full of "
                "three capitals or of the project's countries");
        return refuse(draft, file, err);
    }
    draft->country[draft->country_count++] = best;
    take(draft, best, BULK_DRAFT_COUNTRY);
    return true;
}

struct text bulk_columns_id(const struct bulk_draft *draft)
{
    struct text id = {"", 0};
    for (size_t i = 0; i < draft->country_count && id.length == 0; i++)
        id = draft->scan->fields[draft->country[i]];
    return id;
}

/* What a pass over the records needs of a column that may hold the names of countries. */
struct namer {
    int column;
    int score;
    uint32_t *owner; /* by text: a country + 1 */
    size_t same;     /* records in which the text is that of its country */
    size_t filled;   /* records without id that have a text */
};

/* Texts long enough to be names, in a column that says it holds them. */
static size_t find_namers(const struct bulk_draft *draft, struct namer *namers)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        int found = score(column, BULK_HINT_COUNTRY_NAME);
        size_t longest = 0;
        for (size_t t = 0; t < column->text_count; t++)
            longest =
                longest > column->texts[t].text.length ? longest : column->texts[t].text.length;
        bool free = draft->columns[i].role == BULK_DRAFT_IGNORED;
        if (!free || found == 0 || !is_text(column) || column->many || longest < 4)
            continue;
        namers[count] = (struct namer){.column = (int)i, .score = found};
        namers[count++].owner =
            arena_alloc(draft->scan->arena, column->text_count + 1, sizeof(uint32_t));
    }
    return count;
}

static bool follow_names(struct bulk_draft *draft, struct namer *namers, size_t count)
{
    struct csv csv;
    struct map *ids = map_new(draft->scan->arena);
    uint32_t next = 1;
    bulk_scan_begin(draft->scan, &csv);
    while (ids && bulk_scan_next(draft->scan, &csv)) {
        struct text id = bulk_columns_id(draft);
        uint32_t country = id.length ? map_put(ids, id, next) : 0;
        next += country == next;
        for (size_t i = 0; i < count; i++) {
            struct text text = draft->scan->fields[namers[i].column];
            const struct bulk_scan_column *column = &draft->scan->columns[namers[i].column];
            uint32_t at = bulk_scan_present(text) ? map_get(column->by_text, text) : MAP_NONE;
            if (at == MAP_NONE || !namers[i].owner)
                continue;
            namers[i].filled += country == 0;
            if (namers[i].owner[at] == 0)
                namers[i].owner[at] = country;
            namers[i].same += country != 0 && namers[i].owner[at] == country;
        }
    }
    return ids != NULL;
}

/* A name belongs to one country; where the id is empty it stands for it (semantics.md A3). */
static void find_name(struct bulk_draft *draft)
{
    const struct namer *best = NULL;
    struct namer *namers = arena_alloc(draft->scan->arena, draft->column_count, sizeof *namers);
    size_t count = namers ? find_namers(draft, namers) : 0;
    if (count == 0 || !follow_names(draft, namers, count))
        return;
    const struct bulk_scan_column *id = &draft->scan->columns[draft->country[0]];
    for (size_t i = 0; i < count; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[namers[i].column];
        bool own = mostly(namers[i].same + namers[i].filled, column->present) &&
                   10 * column->text_count >= 8 * id->text_count;
        if (own && (!best || namers[i].score > best->score))
            best = &namers[i];
    }
    if (!best)
        return;
    draft->name = best->column;
    take(draft, best->column, BULK_DRAFT_NAME);
    if (best->filled > 0)
        draft->country[draft->country_count++] = best->column;
}

/* The fields of a record that tell it from others, put together. */
static bool add_key(struct text_buffer *key, const struct bulk_draft *draft, int other, int another)
{
    struct text parts[4] = {bulk_columns_id(draft), draft->scan->fields[draft->period]};
    size_t count = 2;
    if (other != BULK_DRAFT_NONE)
        parts[count++] = draft->scan->fields[other];
    if (another != BULK_DRAFT_NONE)
        parts[count++] = draft->scan->fields[another];
    key->length = 0;
    for (size_t i = 0; i < count; i++) {
        text_add(key, parts[i].bytes, parts[i].length);
        text_add(key, "\x1f", 1);
    }
    return !key->failed;
}

size_t bulk_columns_repeats(struct bulk_draft *draft, int other, int another, uint32_t *line)
{
    struct arena *arena = draft->scan->arena;
    struct arena_mark mark = arena_mark(arena);
    struct map *seen = map_new(arena);
    struct text_buffer key = {0};
    struct csv csv;
    size_t repeats = 0;
    *line = 0;
    bulk_scan_begin(draft->scan, &csv);
    for (uint32_t at = 0; seen && bulk_scan_next(draft->scan, &csv); at++) {
        if (!add_key(&key, draft, other, another))
            break;
        struct text made = {key.bytes, key.length};
        if (map_get(seen, made) != MAP_NONE) {
            *line = repeats++ ? *line : csv.line;
            continue;
        }
        made.bytes = arena_text(arena, key.bytes, key.length);
        if (!made.bytes || map_put(seen, made, at) == MAP_NONE)
            break;
    }
    /* So that the arena knows what the caller of a buffer would. */
    if (key.failed)
        arena_alloc(arena, SIZE_MAX, SIZE_MAX);
    text_buffer_free(&key);
    arena_rewind(arena, mark);
    return repeats;
}

static int value_score(const struct bulk_scan_column *column)
{
    struct text stem;
    bool figures = column->name.length > 0 && 2 * column->numbers >= column->present &&
                   column->numbers > 0 && !column->sequence;
    if (!figures || bulk_hint_part(column->folded, &stem) != BULK_HINT_FIGURE ||
        score(column, BULK_HINT_CODE) > 0 || holds_dates(column))
        return 0;
    return 1 + score(column, BULK_HINT_VALUE);
}

/* The column of names of series that leaves the fewest records repeated: half of them at most, or,
 * where the figures are called a value, a few less than all. */
static int find_names(struct bulk_draft *draft, size_t repeats, bool is_value)
{
    int best = BULK_DRAFT_NONE, best_named = 0;
    size_t most = is_value ? repeats - repeats / 10 : repeats / 2, fewest = SIZE_MAX, tried = 0;
    for (size_t i = 0; i < draft->column_count && tried < COLUMNS_TRIED_MAX; i++) {
        const struct bulk_scan_column *column = &draft->scan->columns[i];
        int named = score(column, BULK_HINT_SERIES_NAMES);
        uint32_t line;
        if (draft->columns[i].role != BULK_DRAFT_IGNORED || column->name.length == 0 ||
            (!is_text(column) && named < COLUMNS_SERIES_MIN) || column->present == 0)
            continue;
        tried++;
        size_t left = bulk_columns_repeats(draft, (int)i, BULK_DRAFT_NONE, &line);
        if (left > most || named < best_named || (named == best_named && left >= fewest))
            continue;
        best = (int)i;
        best_named = named;
        fewest = left;
    }
    return best;
}

static int names_score(const struct bulk_scan_column *column)
{
    return is_text(column) ? score(column, BULK_HINT_SERIES_NAMES) : 0;
}

/* A file is long when its countries and periods repeat (not only by mistake) and a column tells the
 * records apart, or when it says so by its names. */
static void find_long(struct bulk_draft *draft)
{
    uint32_t line;
    int value = best_of(draft, value_score);
    if (value == BULK_DRAFT_NONE)
        return;
    size_t repeats = bulk_columns_repeats(draft, BULK_DRAFT_NONE, BULK_DRAFT_NONE, &line);
    int names = BULK_DRAFT_NONE;
    bool is_value = value_score(&draft->scan->columns[value]) >= COLUMNS_VALUE_MIN;
    if (COLUMNS_REPEATS_MIN * repeats >= draft->scan->record_count)
        names = find_names(draft, repeats, is_value);
    else if (is_value) {
        names = best_of(draft, names_score);
        if (names != BULK_DRAFT_NONE &&
            names_score(&draft->scan->columns[names]) < COLUMNS_SERIES_MIN)
            names = BULK_DRAFT_NONE;
    }
    if (names == BULK_DRAFT_NONE)
        return;
    draft->names = names;
    draft->value = value;
    take(draft, names, BULK_DRAFT_NAMES);
    take(draft, value, BULK_DRAFT_SERIES);
}

bool bulk_columns_find(struct bulk_draft *draft, const char *file, struct err *err)
{
    draft->period = best_of(draft, period_score);
    if (draft->period == BULK_DRAFT_NONE)
        return refuse_period(draft, file, err);
    take(draft, draft->period, BULK_DRAFT_PERIOD);
    draft->edition = best_of(draft, edition_score);
    take(draft, draft->edition, BULK_DRAFT_EDITION);
    if (!find_country(draft, file, err))
        return false;
    find_name(draft);
    find_long(draft);
    return true;
}
