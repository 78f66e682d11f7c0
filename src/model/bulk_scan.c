#include "model/bulk_scan.h"

#include "base/number.h"
#include "model/bulk_hint.h"
#include "model/bulk_yaml.h"

#include <math.h>
#include <string.h>

enum { SCAN_ID_MAX_BYTES = 60, SCAN_DATES_ENOUGH = 50, SCAN_NAMES_SHOWN = 40 };

static void *no_memory(struct err *err)
{
    err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking at the columns");
    return NULL;
}

static bool refuse(struct err *err, const char *file, uint32_t line, const char *hint)
{
    err_at(err, (struct err_place){.file = file, .line = line});
    if (hint)
        err_hint(err, "%s", hint);
    return false;
}

static bool begins(const char *bytes, size_t length, const char *mark)
{
    return length >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0;
}

/* What is often taken for CSV is called by its name. */
static bool check_kind(const char *file, const char *bytes, size_t length, struct err *err)
{
    static const struct {
        const char *mark;
        const char *kind;
    } kinds[] = {{"PK\x03\x04", "a spreadsheet or another zip file"},
                 {"\xD0\xCF\x11\xE0", "an old spreadsheet"},
                 {"\xFF\xFE", "text in UTF-16"},
                 {"\xFE\xFF", "text in UTF-16"},
                 {"%PDF", "a PDF"},
                 {"<", "a page or XML"},
                 {"{", "JSON"},
                 {"[", "JSON"},
                 {"version https://git-lfs", "what Git LFS leaves in place of a file"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (begins(bytes, length, kinds[i].mark)) {
            err_set(err, ERR_CSV_SYNTAX, "the file is %s, not CSV", kinds[i].kind);
            return refuse(err, file, 0, "save it as CSV, in UTF-8, with commas between fields");
        }
    size_t valid = text_valid_until(bytes, length);
    if (valid < length) {
        uint32_t line = 1;
        for (size_t i = 0; i < valid; i++)
            line += bytes[i] == '\n';
        err_set(err, ERR_YAML_ENCODING, "the file is not encoded in UTF-8");
        return refuse(err, file, line, "save it as CSV in UTF-8");
    }
    return true;
}

static bool refuse_syntax(struct err *err, const char *file, uint32_t line, enum csv_result result)
{
    if (result == CSV_OUT_OF_MEMORY) {
        no_memory(err);
        return false;
    }
    err_set(err, ERR_CSV_SYNTAX, "%s",
            result == CSV_END        ? "the file is empty"
            : result == CSV_TOO_MANY ? "the file has more than 4,096 columns"
                                     : csv_problem(result));
    return refuse(err, file, result == CSV_END ? 0 : line,
                  result == CSV_TOO_MANY
                      ? "a panel has a row a country and period; drop the columns it does not need"
                      : NULL);
}

static int shown_length(struct text text)
{
    return (int)(text.length < SCAN_NAMES_SHOWN ? text.length : SCAN_NAMES_SHOWN);
}

/* A line of one field is no table of ours; other separators are named. */
static bool check_separator(const char *file, struct text line, struct err *err)
{
    static const struct {
        char separator;
        const char *name;
    } others[] = {{';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (line.length > 0 && memchr(line.bytes, others[i].separator, line.length)) {
            err_set(err, ERR_CSV_SYNTAX, "the fields are separated by %s, not commas",
                    others[i].name);
            return refuse(err, file, 1, "save it as CSV with commas, and points in decimals");
        }
    err_set(err, ERR_CSV_SYNTAX, "the header names one column only: \"%.*s\"", shown_length(line),
            line.bytes);
    return refuse(
        err, file, 1,
        "the first line is the header, with commas between a country, a period and figures; "
        "delete lines above it");
}

static bool read_header(struct bulk_scan *scan, const char *file, struct csv *csv, struct err *err)
{
    enum csv_result result =
        csv_next(csv, scan->fields, BULK_SCAN_COLUMNS_MAX, &scan->column_count);
    if (result != CSV_RECORD)
        return refuse_syntax(err, file, csv->line, result);
    if (scan->column_count == 1)
        return check_separator(file, scan->fields[0], err);
    scan->columns = arena_alloc(scan->arena, scan->column_count, sizeof *scan->columns);
    struct map *seen = map_new(scan->arena);
    for (size_t i = 0; scan->columns && seen && i < scan->column_count; i++) {
        struct bulk_scan_column *column = &scan->columns[i];
        column->name = bulk_yaml_fits(scan->fields[i]) ? scan->fields[i] : (struct text){"", 0};
        column->folded = bulk_hint_fold(scan->arena, column->name);
        column->least = column->most = NAN;
        column->sequence = column->folded && bulk_hint_is_row(column->folded);
        uint32_t first = column->name.length ? map_put(seen, column->name, (uint32_t)i) : 0;
        if (!column->folded || first == MAP_NONE)
            return no_memory(err) != NULL;
        if (column->name.length == 0 || first == i)
            continue;
        err_set(err, ERR_CSV_SYNTAX, "the header names \"%.*s\" twice, as columns %u and %zu",
                shown_length(column->name), column->name.bytes, (unsigned)first + 1, i + 1);
        return refuse(err, file, csv->line, "give one of them another name");
    }
    return (scan->columns && seen) || no_memory(err) != NULL;
}

bool bulk_scan_present(struct text field)
{
    return field.length > 0 && !text_is(field, "NA") && !text_is(field, ".") &&
           !text_is(field, "..");
}

static bool note_text(struct bulk_scan *scan, struct bulk_scan_column *column, struct text field)
{
    if (!column->by_text && !(column->by_text = map_new(scan->arena)))
        return false;
    uint32_t at = map_get(column->by_text, field);
    if (at != MAP_NONE) {
        column->texts[at].count++;
        return true;
    }
    column->many = column->many || column->text_count == BULK_SCAN_TEXTS_MAX ||
                   scan->text_count == BULK_SCAN_ALL_TEXTS_MAX;
    if (column->many)
        return true;
    if (column->text_count == column->text_capacity) {
        size_t wanted = column->text_capacity ? column->text_capacity * 2 : 8;
        column->texts = arena_grow(scan->arena, column->texts, column->text_count, wanted,
                                   sizeof *column->texts);
        column->text_capacity = column->texts ? wanted : 0;
    }
    if (!column->texts)
        return false;
    scan->text_count++;
    column->texts[column->text_count] = (struct bulk_scan_text){field, 1};
    return map_put(column->by_text, field, (uint32_t)column->text_count++) != MAP_NONE;
}

static void note_odd(struct bulk_scan_column *column, struct text field)
{
    for (size_t i = 0; i < column->odd_count; i++)
        if (text_equal(column->odd[i].text, field)) {
            column->odd[i].count++;
            return;
        }
    if (column->odd_count == BULK_SCAN_ODD_MAX)
        column->odd_more = true;
    else
        column->odd[column->odd_count++] = (struct bulk_scan_text){field, 1};
}

static void note_number(struct bulk_scan_column *column, struct text field, double number,
                        size_t record)
{
    column->numbers++;
    column->whole += number == floor(number);
    column->sequence =
        column->sequence && (number == (double)record || number == (double)record + 1);
    if (bulk_hint_is_odd(number)) {
        note_odd(column, field);
        return;
    }
    column->least = column->least <= number ? column->least : number;
    column->most = column->most >= number ? column->most : number;
}

static bool is_capitals(struct text field)
{
    for (size_t i = 0; i < field.length; i++)
        if (field.bytes[i] < 'A' || field.bytes[i] > 'Z')
            return false;
    return field.length == 3;
}

/* A date of four digits is a year of our time; other numbers are no dates. */
static bool is_date(struct text field)
{
    struct date date;
    bool digits = field.length > 0 && field.bytes[0] >= '1' && field.bytes[0] <= '2';
    return digits && date_parse(field.bytes, field.length, &date) == DATE_OK &&
           date.last >= date_day(1500, 1, 1) && date.last <= date_day(2199, 12, 31);
}

static bool note_field(struct bulk_scan *scan, struct bulk_scan_column *column, struct text field)
{
    double number;
    if (!bulk_scan_present(field))
        return true;
    if (column->present++ == 0)
        column->example = field;
    if (column->present < SCAN_DATES_ENOUGH || 2 * column->dates >= column->present)
        column->dates += is_date(field);
    if (number_parse(field.bytes, field.length, &number) == NUMBER_OK) {
        note_number(column, field, number, scan->record_count);
        return true;
    }
    column->sequence = false;
    column->capitals += is_capitals(field);
    column->too_long += field.length > SCAN_ID_MAX_BYTES;
    return note_text(scan, column, field);
}

static bool read_records(struct bulk_scan *scan, const char *file, struct csv *csv, struct err *err)
{
    enum csv_result result;
    size_t count;
    while ((result = csv_next(csv, scan->fields, BULK_SCAN_COLUMNS_MAX, &count)) == CSV_RECORD) {
        if (count != scan->column_count) {
            err_set(err, ERR_CSV_SYNTAX, "the record has %zu fields, but the header names %zu",
                    count, scan->column_count);
            return refuse(err, file, csv->line,
                          "the first line is the header; delete lines above it and notes below "
                          "the table");
        }
        for (size_t i = 0; i < count; i++)
            if (!note_field(scan, &scan->columns[i], scan->fields[i]))
                return no_memory(err) != NULL;
        scan->record_count++;
    }
    if (result != CSV_END)
        return refuse_syntax(err, file, csv->line, result);
    if (scan->record_count > 0)
        return true;
    err_set(err, ERR_CSV_SYNTAX, "the file has a header and no record");
    return refuse(err, file, 0, NULL);
}

struct bulk_scan *bulk_scan_file(struct arena *arena, const char *file, const char *bytes,
                                 size_t length, struct err *err)
{
    struct csv csv;
    struct bulk_scan *scan = arena_alloc(arena, 1, sizeof *scan);
    if (!scan)
        return no_memory(err);
    *scan = (struct bulk_scan){.arena = arena, .bytes = bytes, .length = length};
    scan->fields = arena_alloc(arena, BULK_SCAN_COLUMNS_MAX, sizeof *scan->fields);
    if (!scan->fields)
        return no_memory(err);
    csv_open(&csv, arena, bytes, length);
    return check_kind(file, bytes, length, err) && read_header(scan, file, &csv, err) &&
                   read_records(scan, file, &csv, err)
               ? scan
               : NULL;
}

void bulk_scan_begin(const struct bulk_scan *scan, struct csv *csv)
{
    size_t count;
    csv_open(csv, scan->arena, scan->bytes, scan->length);
    csv_next(csv, scan->fields, BULK_SCAN_COLUMNS_MAX, &count);
}

bool bulk_scan_next(struct bulk_scan *scan, struct csv *csv)
{
    size_t count;
    return csv_next(csv, scan->fields, BULK_SCAN_COLUMNS_MAX, &count) == CSV_RECORD;
}

size_t bulk_scan_find(const struct bulk_scan *scan, const char *name)
{
    for (size_t i = 0; i < scan->column_count; i++)
        if (text_is(scan->columns[i].name, name))
            return i;
    return SIZE_MAX;
}
