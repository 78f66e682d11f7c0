#include "base/csv.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { CSV_BLOCK = 64 };

const char *csv_problem(enum csv_result result)
{
    switch (result) {
    case CSV_QUOTE_OPEN:
        return "a quoted field is not closed";
    case CSV_QUOTE_INSIDE:
        return "a quote stands inside a field; a field with quotes is quoted whole";
    default:
        return NULL;
    }
}

void csv_open(struct csv *csv, struct arena *arena, const char *bytes, size_t length)
{
    bool marked = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    *csv = (struct csv){.bytes = bytes,
                        .length = length,
                        .at = marked ? 3 : 0,
                        .next_line = 1,
                        .arena = arena,
                        .whole = true};
}

void csv_continue(struct csv *csv, const char *bytes, size_t length, bool whole)
{
    csv->bytes = bytes;
    csv->length = length;
    csv->at = 0;
    csv->whole = whole;
}

/* A bit for each of 16 bytes that is not above the comma: commas, quotes and line ends are among
 * them, digits, points, minus signs and letters are not. */
typedef uint8_t vector __attribute__((vector_size(16)));
#if defined __SSE2__ && !defined CSV_PORTABLE
static inline unsigned marks_of(vector some)
{
    return (unsigned)_mm_movemask_epi8((__m128i)(some <= ','));
}
#else
/* Each byte of eight keeps the bit of its place; a product adds them up in its highest byte. */
static inline unsigned marks_of(vector some)
{
    const vector places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint64_t ones = UINT64_C(0x0101010101010101);
    vector low = (vector)(some <= ',') & places;
    uint64_t halves[2];
    memcpy(halves, &low, sizeof halves);
    return (unsigned)(halves[0] * ones >> 56 | halves[1] * ones >> 56 << 8);
}
#endif

static uint64_t marks_of_block(const char *bytes)
{
    uint64_t marks = 0;
    for (unsigned i = 0; i < CSV_BLOCK / sizeof(vector); i++) {
        vector some;
        memcpy(&some, bytes + i * sizeof some, sizeof some);
        marks |= (uint64_t)marks_of(some) << 16 * i;
    }
    return marks;
}

/* The marks of the block at `at` (before the end), of which the last bytes may be lacking. */
static uint64_t marks_at(const struct csv *csv, size_t at)
{
    size_t left = csv->length - at;
    if (left >= CSV_BLOCK)
        return marks_of_block(csv->bytes + at);
    char block[CSV_BLOCK];
    memset(block, '0', sizeof block);
    memcpy(block, csv->bytes + at, left);
    return marks_of_block(block);
}

/* text with each doubled quote made one, in the arena. */
static bool undouble(struct csv *csv, struct text *field)
{
    char *copy = arena_alloc(csv->arena, field->length + 1, 1);
    size_t used = 0;
    for (size_t i = 0; copy && i < field->length; i++) {
        copy[used++] = field->bytes[i];
        i += field->bytes[i] == '"';
    }
    *field = (struct text){copy, used};
    return copy != NULL;
}

void csv_undouble(char *bytes, struct text_place *field)
{
    uint32_t length = field->length & ~(uint32_t)CSV_DOUBLED, used = 0;
    for (uint32_t i = 0; i < length; i++) {
        char byte = bytes[field->at + i];
        bytes[field->at + used++] = byte;
        i += byte == '"';
    }
    field->length = used;
}

/* The marks not passed yet of the block that begins at from. */
struct scan {
    size_t from;
    uint64_t marks;
};

static struct scan scan_from(const struct csv *csv, size_t at)
{
    return (struct scan){at, at < csv->length ? marks_at(csv, at) : 0};
}

/* Where the next comma, quote or line end stands; the length of the bytes when none does. */
static inline size_t next_mark(const struct csv *csv, struct scan *scan)
{
    for (;;) {
        while (scan->marks) {
            size_t at = scan->from + (unsigned)__builtin_ctzll(scan->marks);
            char byte = csv->bytes[at];
            scan->marks &= scan->marks - 1;
            if (byte == ',' || byte == '\n' || byte == '\r' || byte == '"')
                return at;
        }
        scan->from += CSV_BLOCK;
        if (scan->from >= csv->length)
            return csv->length;
        scan->marks = marks_at(csv, scan->from);
    }
}

/* A field: where its text begins and ends, and where it is over: at a comma, a line end or the end
 * of the bytes. */
struct field {
    size_t start;
    size_t end;
    size_t over;
    bool quoted;
    bool doubled;
    uint32_t line_ends; /* within quotes */
};

/* The quoted field whose first quote stands at `at`. */
static enum csv_result read_quoted(const struct csv *csv, size_t at, struct field *field)
{
    *field = (struct field){.start = at + 1, .quoted = true};
    while (++at < csv->length) {
        char byte = csv->bytes[at];
        field->line_ends += byte == '\n';
        if (byte != '"')
            continue;
        if (at + 1 == csv->length && !csv->whole)
            return CSV_PART;
        field->end = at;
        field->over = at + 1;
        byte = at + 1 < csv->length ? csv->bytes[at + 1] : ',';
        if (byte != '"')
            return byte == ',' || byte == '\n' || byte == '\r' ? CSV_RECORD : CSV_QUOTE_INSIDE;
        field->doubled = true;
        at++;
    }
    return csv->whole ? CSV_QUOTE_OPEN : CSV_PART;
}

/* Where the fields of a record go: one of places and texts is NULL. */
struct target {
    struct text_place *places;
    struct text *texts;
};

static inline void put_plain(const struct csv *csv, const struct target *target, size_t column,
                             size_t start, size_t end)
{
    if (target->places)
        target->places[column] = (struct text_place){(uint32_t)start, (uint32_t)(end - start)};
    else
        target->texts[column] = (struct text){csv->bytes + start, end - start};
}

static bool put(struct csv *csv, const struct target *target, size_t column,
                const struct field *field)
{
    put_plain(csv, target, column, field->start, field->end);
    if (field->doubled && target->places)
        target->places[column].length |= CSV_DOUBLED;
    return !field->doubled || target->places || undouble(csv, &target->texts[column]);
}

/* The reader goes on behind the line end at `at`, or stands at the end of the bytes. Of CRLF the CR
 * is the line end, and the LF is passed over with the empty line it seems to end. */
static inline void pass_line_end(struct csv *csv, size_t at)
{
    bool there = at < csv->length;
    csv->next_line += there && !(csv->returned && csv->at == at && csv->bytes[at] == '\n');
    csv->returned = there && csv->bytes[at] == '\r';
    csv->at = there ? at + 1 : at;
}

/* Reads one record, past empty lines, into the first room of target, *count counting also those
 * beyond. The reader moves on only with CSV_RECORD. Inlined twice, for places and for texts. */
static inline __attribute__((always_inline)) enum csv_result read_record(
    struct csv *csv, struct scan *scan, const struct target *target, size_t room, size_t *count)
{
    size_t start = csv->at, column = 0;
    uint32_t line_ends = 0;
    for (;;) {
        size_t at = next_mark(csv, scan);
        char byte = at < csv->length ? csv->bytes[at] : '\0';
        if (byte == ',') { /* almost all fields end so */
            if (column < room)
                put_plain(csv, target, column, start, at);
            column++;
            start = at + 1;
            continue;
        }
        struct field field = {.start = start, .end = at, .over = at};
        if (byte == '"') {
            struct field quoted;
            enum csv_result result = at == start ? read_quoted(csv, at, &quoted) : CSV_QUOTE_INSIDE;
            if (result != CSV_RECORD)
                return result;
            field = quoted;
            line_ends += field.line_ends;
            *scan = scan_from(csv, field.over + 1);
        }
        bool ended = field.over == csv->length;
        if (ended && !csv->whole)
            return CSV_PART;
        bool comma = !ended && csv->bytes[field.over] == ',';
        if (!comma && column == 0 && start == field.over) {
            if (ended)
                return CSV_END;
            pass_line_end(csv, start);
            start = csv->at;
            continue;
        }
        if (column < room && !put(csv, target, column, &field))
            return CSV_OUT_OF_MEMORY;
        column++;
        start = field.over + 1;
        if (comma)
            continue;
        csv->line = csv->next_line;
        csv->next_line += line_ends;
        pass_line_end(csv, field.over);
        *count = column;
        return CSV_RECORD;
    }
}

enum csv_result csv_next(struct csv *csv, struct text *fields, size_t max, size_t *count)
{
    struct csv before = *csv;
    struct target target = {.texts = fields};
    struct scan scan = scan_from(csv, csv->at);
    *count = 0;
    enum csv_result result = read_record(csv, &scan, &target, max, count);
    if (result == CSV_RECORD && *count > max) {
        *csv = before;
        result = CSV_TOO_MANY;
    }
    if (result != CSV_RECORD)
        csv->line = csv->next_line;
    return result;
}

/* Reads records as long as they hold nothing but plain fields, as many as the block is wide, and
 * end in LF or CRLF, which is what most files hold; what else comes is left for read_record. */
static void read_plain(struct csv *csv, struct csv_block *block)
{
    const char *bytes = csv->bytes;
    struct text_place *next = block->fields + block->count * block->width;
    const struct text_place *end = next + block->width;
    struct scan scan = scan_from(csv, csv->at);
    size_t start = csv->at;
    for (;; scan.marks &= scan.marks - 1) {
        while (!scan.marks) {
            scan.from += CSV_BLOCK;
            if (scan.from >= csv->length)
                return;
            scan.marks = marks_at(csv, scan.from);
        }
        size_t at = scan.from + (unsigned)__builtin_ctzll(scan.marks);
        char byte = bytes[at];
        if (byte == ',') {
            if (next == end)
                return;
            *next++ = (struct text_place){(uint32_t)start, (uint32_t)(at - start)};
            start = at + 1;
            continue;
        }
        bool is_return = byte == '\r' && at + 1 < csv->length && bytes[at + 1] == '\n';
        if (at < start) /* the LF of a CRLF */
            continue;
        if (byte != '\n' && !is_return) {
            if (byte == '"' || byte == '\r')
                return;
            continue;
        }
        if (next + 1 != end || at == csv->at)
            return;
        *next++ = (struct text_place){(uint32_t)start, (uint32_t)(at - start)};
        end += block->width;
        csv->at = start = at + 1 + is_return;
        csv->line = csv->next_line++;
        block->lines[block->count++] = csv->line;
        if (block->count == block->max)
            return;
    }
}

enum csv_result csv_read(struct csv *csv, struct csv_block *block)
{
    enum csv_result result = CSV_RECORD;
    block->count = 0;
    while (result == CSV_RECORD) {
        if (!csv->returned && block->count < block->max)
            read_plain(csv, block);
        if (block->count == block->max)
            return CSV_RECORD;
        struct scan scan = scan_from(csv, csv->at);
        struct target target = {.places = block->fields + block->count * block->width};
        result = read_record(csv, &scan, &target, block->width, &block->found);
        if (result == CSV_RECORD && block->found != block->width)
            return CSV_UNEVEN;
        if (result == CSV_RECORD)
            block->lines[block->count++] = csv->line;
    }
    csv->line = csv->next_line;
    return result;
}
