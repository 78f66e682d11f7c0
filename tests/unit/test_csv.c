#include "base/csv.h"
#include "base/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIELDS = 8 };

/* Reads all records and writes them as (a|b)(c). Returns how it ended. */
static enum csv_result read_all(const char *text, size_t length, char *out)
{
    struct arena *arena = arena_new();
    struct csv csv;
    struct text fields[FIELDS];
    size_t count;
    enum csv_result result;
    csv_open(&csv, arena, text, length);
    while ((result = csv_next(&csv, fields, FIELDS, &count)) == CSV_RECORD) {
        *out++ = '(';
        for (size_t i = 0; i < count; i++) {
            if (i > 0)
                *out++ = '|';
            memcpy(out, fields[i].bytes, fields[i].length);
            out += fields[i].length;
        }
        *out++ = ')';
    }
    *out = '\0';
    arena_free(arena);
    return result;
}

static void assert_reads(const char *text, const char *expected)
{
    char out[256];
    assert_int_equal(read_all(text, strlen(text), out), CSV_END);
    assert_string_equal(out, expected);
}

/* The rules of RFC 4180, section 2, by number. */
static void records_are_read_as_the_standard_says(void **state)
{
    (void)state;
    assert_reads("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "(aaa|bbb|ccc)(zzz|yyy|xxx)"); /* 1 */
    assert_reads("aaa,bbb\r\nzzz,yyy", "(aaa|bbb)(zzz|yyy)");                     /* 2 */
    assert_reads("a, b ,c", "(a| b |c)");                                         /* 4 */
    assert_reads("\"aaa\",\"bbb\"\r\nzzz,yyy", "(aaa|bbb)(zzz|yyy)");             /* 5 */
    assert_reads("\"a\r\nb\",\"c,d\"", "(a\r\nb|c,d)");                           /* 6 */
    assert_reads("\"a\"\"b\",c", "(a\"b|c)");                                     /* 7 */
}

static void empty_fields_and_every_line_end_are_kept_apart(void **state)
{
    (void)state;
    assert_reads("a,,\n,,\n", "(a||)(||)");
    assert_reads("a\rb\nc\r\nd", "(a)(b)(c)(d)");
    assert_reads("\n\na,b\n\n\nc,d\n\n", "(a|b)(c|d)");
    assert_reads("\"\",\"\"\"\"", "(|\")");
    assert_reads("", "");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
    (void)state;
    assert_reads("\xEF\xBB\xBFiso3,year\nKGZ,2021\n", "(iso3|year)(KGZ|2021)");
}

static void what_is_no_csv_is_refused(void **state)
{
    char out[256];
    (void)state;
    assert_int_equal(read_all("a,\"b\nc", 6, out), CSV_QUOTE_OPEN);
    assert_int_equal(read_all("\"a\"b,c", 6, out), CSV_QUOTE_INSIDE);
    assert_int_equal(read_all("a\"b", 3, out), CSV_QUOTE_INSIDE);
    assert_int_equal(read_all("1,2,3,4,5,6,7,8,9", 17, out), CSV_TOO_MANY);
}

static void lines_are_those_of_an_editor(void **state)
{
    struct arena *arena = arena_new();
    struct csv csv;
    struct text fields[FIELDS];
    size_t count;
    static const char text[] = "a\n\"b\nb\",c\n\nd\n";
    static const uint32_t lines[] = {1, 2, 5};
    (void)state;
    csv_open(&csv, arena, text, sizeof text - 1);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(csv_next(&csv, fields, FIELDS, &count), CSV_RECORD);
        assert_int_equal(csv.line, lines[i]);
    }
    arena_free(arena);
}

/* Bytes that come in pieces of `piece`, a buffer that keeps what was not read yet; written as
 * read_all does, with the line of each record before it. */
static enum csv_result read_pieces(const char *text, size_t length, size_t piece, char *out)
{
    struct text_place fields[4];
    uint32_t lines[2];
    struct csv_block block = {.width = 2, .max = 2, .fields = fields, .lines = lines};
    struct csv csv;
    char *buffer = malloc(length + 1);
    size_t have = 0, given = 0;
    enum csv_result result = CSV_PART;
    csv_open(&csv, NULL, buffer, 0);
    while (result == CSV_PART || result == CSV_RECORD || result == CSV_UNEVEN) {
        if (result == CSV_PART) {
            size_t more = length - given < piece ? length - given : piece;
            have -= csv.at;
            memmove(buffer, buffer + csv.at, have);
            memcpy(buffer + have, text + given, more);
            given += more;
            have += more;
            csv_continue(&csv, buffer, have, given == length);
        }
        result = csv_read(&csv, &block);
        for (size_t i = 0; i < block.count; i++) {
            struct text_place *field = &fields[2 * i];
            for (int k = 0; k < 2; k++)
                if (field[k].length & CSV_DOUBLED)
                    csv_undouble(buffer, &field[k]);
            out += sprintf(out, "%u(%.*s|%.*s)", (unsigned)lines[i], (int)field[0].length,
                           buffer + field[0].at, (int)field[1].length, buffer + field[1].at);
        }
        if (result == CSV_UNEVEN)
            out += sprintf(out, "%u:%zu", (unsigned)csv.line, block.found);
    }
    *out = '\0';
    free(buffer);
    return result;
}

static void records_are_the_same_in_pieces_of_any_size(void **state)
{
    static const struct {
        const char *text, *expected;
        enum csv_result result;
    } cases[] = {
        {"a,b\r\nc,d\r\n\r\ne,f", "1(a|b)2(c|d)4(e|f)", CSV_END},
        {"a,b\rc,d\r\re,f\r", "1(a|b)2(c|d)4(e|f)", CSV_END},
        {"\"a\"\"\"\"b\",\"\r\n,\"\n,\n\n\"\",\"\"\"\"\r\n", "1(a\"\"b|\r\n,)3(|)5(|\")", CSV_END},
        {"a,b\nc\nd,e,\"f\ng\",h\ni,j\n", "1(a|b)2:13:45(i|j)", CSV_END},
        {"Bosnia and Herzegovina (a name of more than one block of sixty-four bytes),\"x\"\n"
         "second,\"and a quoted field that is itself longer than one block, with a comma\"\n",
         "1(Bosnia and Herzegovina (a name of more than one block of sixty-four bytes)|x)"
         "2(second|and a quoted field that is itself longer than one block, with a comma)",
         CSV_END},
        {"a,b\n\"c,d\n", "1(a|b)", CSV_QUOTE_OPEN},
        {"a,b\n\"c\"d,e\n", "1(a|b)", CSV_QUOTE_INSIDE},
        {"", "", CSV_END},
        {"\n\r\n", "", CSV_END},
    };
    char out[512];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t piece = 1; piece <= 160; piece++) {
            size_t length = strlen(cases[i].text);
            assert_int_equal(read_pieces(cases[i].text, length, piece, out), cases[i].result);
            assert_string_equal(out, cases[i].expected);
        }
}

/* printf 'iso3,year\nKGZ,2021\n' | gzip -n | od -An -tx1 */
static const unsigned char zipped[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03,
                                       0xcb, 0x2c, 0xce, 0x37, 0xd6, 0xa9, 0x4c, 0x4d, 0x2c, 0xe2,
                                       0xf2, 0x76, 0x8f, 0xd2, 0x31, 0x32, 0x30, 0x32, 0xe4, 0x02,
                                       0x00, 0x4f, 0x12, 0x29, 0x1b, 0x13, 0x00, 0x00, 0x00};

static void a_compressed_file_is_expanded(void **state)
{
    struct arena *arena = arena_new();
    struct err err;
    size_t length = 0;
    (void)state;
    assert_true(gzip_is((const char *)zipped, sizeof zipped));
    const char *text =
        gzip_expand(arena, "x.gz", (const char *)zipped, sizeof zipped, 1000, &length, &err);
    assert_non_null(text);
    assert_int_equal(length, 19);
    assert_memory_equal(text, "iso3,year\nKGZ,2021\n", 19);
    arena_free(arena);
}

/* As gzip(1) reads them: two members, and zeros as tapes add them; but not what is neither. */
static void members_that_follow_each_other_are_one_text(void **state)
{
    struct arena *arena = arena_new();
    struct err err;
    char twice[2 * sizeof zipped + 4] = {0};
    size_t length = 0;
    (void)state;
    memcpy(twice, zipped, sizeof zipped);
    memcpy(twice + sizeof zipped, zipped, sizeof zipped);
    const char *text = gzip_expand(arena, "x.gz", twice, sizeof twice, 1000, &length, &err);
    assert_non_null(text);
    assert_int_equal(length, 38);
    assert_memory_equal(text, "iso3,year\nKGZ,2021\niso3,year\nKGZ,2021\n", 38);
    twice[sizeof twice - 1] = 'x';
    assert_null(gzip_expand(arena, "x.gz", twice, sizeof twice, 1000, &length, &err));
    assert_int_equal(err.code, ERR_FILE_DAMAGED);
    arena_free(arena);
}

static void a_damaged_or_boundless_compressed_file_is_refused(void **state)
{
    struct arena *arena = arena_new();
    struct err err;
    size_t length = 0;
    (void)state;
    for (size_t cut = 2; cut + 1 < sizeof zipped; cut++) {
        assert_null(gzip_expand(arena, "x.gz", (const char *)zipped, cut, 1000, &length, &err));
        assert_int_equal(err.code, ERR_FILE_DAMAGED);
    }
    assert_null(gzip_expand(arena, "x.gz", (const char *)zipped, sizeof zipped, 10, &length, &err));
    assert_int_equal(err.code, ERR_FILE_TOO_LARGE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_read_as_the_standard_says),
        cmocka_unit_test(empty_fields_and_every_line_end_are_kept_apart),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
        cmocka_unit_test(what_is_no_csv_is_refused),
        cmocka_unit_test(lines_are_those_of_an_editor),
        cmocka_unit_test(records_are_the_same_in_pieces_of_any_size),
        cmocka_unit_test(members_that_follow_each_other_are_one_text),
        cmocka_unit_test(a_compressed_file_is_expanded),
        cmocka_unit_test(a_damaged_or_boundless_compressed_file_is_refused),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
