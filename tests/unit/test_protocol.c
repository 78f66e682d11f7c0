#include "lua/decode.h"
#include "lua/protocol.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* One arena for the group: what the tests decode is small. */
static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return arena ? 0 : -1;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void fields_come_back_as_they_were_put(void **state)
{
    (void)state;
    struct text_buffer body = {0};
    protocol_put_byte(&body, 200);
    protocol_put_u32(&body, 0xDEADBEEF);
    protocol_put_double(&body, -0.1);
    protocol_put_text(&body, "ас\0ия", 9);
    /* Written out by hand: little-endian, so that a corpus means the same everywhere. */
    const unsigned char expected[] = {200,  0xEF, 0xBE, 0xAD, 0xDE, 0x9A, 0x99, 0x99, 0x99,
                                      0x99, 0x99, 0xB9, 0xBF, 9,    0,    0,    0};
    assert_memory_equal(body.bytes, expected, sizeof expected);
    struct protocol_reader reader = protocol_reader_of(body.bytes, body.length);
    assert_int_equal(protocol_get_byte(&reader), 200);
    assert_int_equal(protocol_get_u32(&reader), 0xDEADBEEF);
    assert_true(protocol_get_double(&reader) == -0.1);
    assert_false(protocol_ended(&reader));
    struct text text = protocol_get_text(&reader, 9);
    assert_int_equal(text.length, 9);
    assert_memory_equal(text.bytes, "ас\0ия", 9);
    assert_true(protocol_ended(&reader));
    text_buffer_free(&body);
}

static void reading_past_the_end_fails_for_good(void **state)
{
    (void)state;
    struct protocol_reader reader = protocol_reader_of("\1\0\0", 3);
    assert_int_equal(protocol_get_u32(&reader), 0);
    assert_true(reader.failed);
    assert_int_equal(protocol_get_byte(&reader), 0);
    assert_false(protocol_ended(&reader));
}

static void a_text_longer_than_allowed_fails(void **state)
{
    (void)state;
    struct protocol_reader reader = protocol_reader_of("\3\0\0\0abc", 7);
    assert_int_equal(protocol_get_text(&reader, 2).length, 0);
    assert_true(reader.failed);
}

static void module_names_are_lower_case_letters_digits_and_underscores(void **state)
{
    (void)state;
    const char *const good[] = {"rights", "rights_5", "0", "_"};
    const char *const bad[] = {"", "Rights", "a/b", "..", "a.lua", "а", "a b", "a\n"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(protocol_is_module_name(text_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(protocol_is_module_name(text_of(bad[i])));
    assert_false(protocol_is_module_name((struct text){"a\0b", 3}));
    char longest[PROTOCOL_NAME_MAX + 1];
    memset(longest, 'a', sizeof longest);
    assert_true(protocol_is_module_name((struct text){longest, PROTOCOL_NAME_MAX}));
    assert_false(protocol_is_module_name((struct text){longest, PROTOCOL_NAME_MAX + 1}));
}

static const struct value *decode(const struct text_buffer *body, struct err *err)
{
    return decode_value(arena, body->bytes, body->length, err);
}

static void assert_refused(struct text_buffer *body, const char *why)
{
    struct err err = {0};
    assert_null(decode(body, &err));
    assert_int_equal(err.code, ERR_SCRIPT_STOPPED);
    assert_int_equal(err_status(err.code), ERR_BUDGET);
    if (!strstr(err.sentence, why))
        fail_msg("\"%s\" does not say \"%s\"", err.sentence, why);
    text_buffer_free(body);
}

static void put_table(struct text_buffer *body, uint32_t line, uint32_t count)
{
    protocol_put_byte(body, PROTOCOL_TABLE);
    protocol_put_u32(body, line);
    protocol_put_u32(body, count);
}

static void put_tagged_text(struct text_buffer *body, const char *bytes, size_t length)
{
    protocol_put_byte(body, PROTOCOL_TEXT);
    protocol_put_text(body, bytes, length);
}

static void put_tagged_number(struct text_buffer *body, double number)
{
    protocol_put_byte(body, PROTOCOL_NUMBER);
    protocol_put_double(body, number);
}

static void a_value_of_every_kind_is_read(void **state)
{
    (void)state;
    struct text_buffer body = {0};
    put_table(&body, 3, 6);
    put_tagged_number(&body, 1);
    protocol_put_byte(&body, PROTOCOL_TRUE);
    put_tagged_number(&body, 2);
    protocol_put_byte(&body, PROTOCOL_FALSE);
    put_tagged_text(&body, "", 0);
    protocol_put_byte(&body, PROTOCOL_NIL);
    put_tagged_text(&body, "f", 1);
    protocol_put_byte(&body, PROTOCOL_FUNCTION);
    protocol_put_u32(&body, 12);
    protocol_put_u32(&body, 4);
    put_tagged_text(&body, "n", 1);
    put_tagged_number(&body, 2.0 / 3);
    put_tagged_text(&body, "t", 1);
    put_tagged_text(&body, "a\n\tb", 4);
    struct err err = {0};
    const struct value *value = decode(&body, &err);
    text_buffer_free(&body);
    assert_non_null(value);
    assert_int_equal(value->kind, VALUE_TABLE);
    assert_int_equal(value->line, 3);
    assert_int_equal(value->count, 6);
    assert_true(value_item(value, 1)->boolean);
    assert_false(value_item(value, 2)->boolean);
    assert_int_equal(value_field(value, "")->kind, VALUE_NIL);
    assert_int_equal(value_field(value, "f")->kind, VALUE_FUNCTION);
    assert_int_equal(value_field(value, "f")->line, 12);
    assert_true(value_field(value, "f")->number == 4);
    assert_true(value_field(value, "n")->number == 2.0 / 3);
    assert_string_equal(value_field(value, "t")->text.bytes, "a\n\tb");
}

static void what_is_cut_short_or_too_long_is_refused(void **state)
{
    (void)state;
    struct text_buffer body = {0};
    put_table(&body, 0, 1);
    put_tagged_text(&body, "key", 3);
    put_tagged_number(&body, 1);
    for (size_t length = 0; length < body.length; length++)
        assert_null(decode_value(arena, body.bytes, length, NULL));
    assert_non_null(decode_value(arena, body.bytes, body.length, NULL));
    protocol_put_byte(&body, PROTOCOL_NIL);
    assert_refused(&body, "does not end where it should");
}

static void keys_out_of_order_or_twice_are_refused(void **state)
{
    (void)state;
    struct text_buffer body = {0};
    put_table(&body, 0, 2);
    put_tagged_text(&body, "b", 1);
    protocol_put_byte(&body, PROTOCOL_NIL);
    put_tagged_text(&body, "a", 1);
    protocol_put_byte(&body, PROTOCOL_NIL);
    assert_refused(&body, "out of order");
    put_table(&body, 0, 2);
    put_tagged_number(&body, 1);
    protocol_put_byte(&body, PROTOCOL_NIL);
    put_tagged_number(&body, 1);
    protocol_put_byte(&body, PROTOCOL_NIL);
    assert_refused(&body, "out of order");
    put_table(&body, 0, 2);
    put_tagged_text(&body, "a", 1);
    protocol_put_byte(&body, PROTOCOL_NIL);
    put_tagged_number(&body, 1);
    protocol_put_byte(&body, PROTOCOL_NIL);
    assert_refused(&body, "out of order");
}

static void keys_of_other_kinds_are_refused(void **state)
{
    (void)state;
    for (uint8_t tag = 0; tag < 10; tag++) {
        struct text_buffer body = {0};
        if (tag == PROTOCOL_NUMBER || tag == PROTOCOL_TEXT)
            continue;
        put_table(&body, 0, 1);
        protocol_put_byte(&body, tag);
        protocol_put_double(&body, 0);
        assert_refused(&body, "a key is neither");
    }
}

static void numbers_that_are_not_finite_are_refused(void **state)
{
    (void)state;
    const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        struct text_buffer body = {0};
        put_tagged_number(&body, bad[i]);
        assert_refused(&body, "not finite");
    }
}

static void texts_that_could_deceive_are_refused(void **state)
{
    (void)state;
    const char *const bad[] = {"\x1b[31m", "a\rb", "\xC3\x28", "\x7F", "\xE2\x80\xAE", "\xC2\x9B"};
    struct text_buffer body = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put_tagged_text(&body, bad[i], strlen(bad[i]));
        assert_refused(&body, "not clean UTF-8");
    }
    put_tagged_text(&body, "a\0b", 3);
    assert_refused(&body, "not clean UTF-8");
    char *text = calloc(PROTOCOL_TEXT_MAX + 1, 1);
    assert_non_null(text);
    memset(text, 'x', PROTOCOL_TEXT_MAX + 1);
    put_tagged_text(&body, text, PROTOCOL_TEXT_MAX + 1);
    assert_refused(&body, "too long");
    put_tagged_text(&body, text, PROTOCOL_TEXT_MAX);
    assert_non_null(decode(&body, NULL));
    text_buffer_free(&body);
    free(text);
}

static void put_nested(struct text_buffer *body, int depth)
{
    for (int i = 0; i < depth; i++) {
        put_table(body, 0, 1);
        put_tagged_number(body, 1);
    }
    protocol_put_byte(body, PROTOCOL_TRUE);
}

static void tables_nest_thirty_two_deep_and_no_deeper(void **state)
{
    (void)state;
    struct text_buffer body = {0};
    put_nested(&body, 32);
    assert_non_null(decode(&body, NULL));
    body.length = 0;
    put_nested(&body, 33);
    assert_refused(&body, "nested too deeply");
}

static void counts_that_claim_too_much_take_no_memory(void **state)
{
    (void)state;
    struct text_buffer body = {0};
    size_t before = arena_size_bytes(arena);
    put_table(&body, 0, UINT32_MAX);
    assert_refused(&body, "claims more");
    /* Padded so that the bytes could hold what is claimed, but not the values allowed. */
    put_table(&body, 0, PROTOCOL_NODES_MAX + 1);
    text_add_repeat(&body, '\0', 6 * (PROTOCOL_NODES_MAX + 1));
    assert_refused(&body, "too many values");
    assert_true(arena_size_bytes(arena) - before < 64 * 1024);
}

static void frames_cross_a_socket_whole(void **state)
{
    (void)state;
    int pair[2];
    enum protocol_kind kind;
    struct text_buffer body = {0};
    char sent[5000];
    for (size_t i = 0; i < sizeof sent; i++)
        sent[i] = (char)i;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    const size_t lengths[] = {0, 1, 1023, 1024, 1025, 5000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        double deadline = i % 2 ? INFINITY : protocol_deadline(20);
        assert_int_equal(protocol_send(pair[0], PROTOCOL_PRINT, sent, lengths[i], deadline),
                         PROTOCOL_DONE);
        assert_int_equal(protocol_receive(pair[1], &kind, &body, deadline), PROTOCOL_DONE);
        assert_int_equal(kind, PROTOCOL_PRINT);
        assert_int_equal(body.length, lengths[i]);
        if (body.length > 0)
            assert_memory_equal(body.bytes, sent, body.length);
    }
    text_buffer_free(&body);
    close(pair[0]);
    close(pair[1]);
}

static void a_frame_that_never_comes_is_late(void **state)
{
    (void)state;
    int pair[2];
    enum protocol_kind kind;
    struct text_buffer body = {0};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(write(pair[0], "\1\0\0", 3), 3);
    assert_int_equal(protocol_receive(pair[1], &kind, &body, protocol_deadline(0.02)),
                     PROTOCOL_LATE);
    close(pair[0]);
    assert_int_equal(protocol_receive(pair[1], &kind, &body, protocol_deadline(20)),
                     PROTOCOL_CLOSED);
    assert_int_equal(protocol_send(pair[1], PROTOCOL_LOAD, "x", 1, protocol_deadline(20)),
                     PROTOCOL_CLOSED);
    text_buffer_free(&body);
    close(pair[1]);
}

static void a_reader_that_never_reads_makes_sending_late(void **state)
{
    (void)state;
    int pair[2];
    size_t length = 8 * 1024 * 1024;
    char *bytes = calloc(length, 1);
    assert_non_null(bytes);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(protocol_send(pair[0], PROTOCOL_LOAD, bytes, length, protocol_deadline(0.02)),
                     PROTOCOL_LATE);
    close(pair[0]);
    close(pair[1]);
    free(bytes);
}

static void a_frame_larger_than_allowed_is_malformed(void **state)
{
    (void)state;
    int pair[2];
    enum protocol_kind kind;
    struct text_buffer body = {0};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(write(pair[0], "\1\0\0\1\1", 5), 5); /* 16 MiB and one byte */
    assert_int_equal(protocol_receive(pair[1], &kind, &body, protocol_deadline(20)),
                     PROTOCOL_MALFORMED);
    assert_int_equal(protocol_send(pair[0], PROTOCOL_LOAD, "", PROTOCOL_FRAME_MAX + 1, INFINITY),
                     PROTOCOL_MALFORMED);
    close(pair[0]);
    close(pair[1]);
    text_buffer_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_back_as_they_were_put),
        cmocka_unit_test(reading_past_the_end_fails_for_good),
        cmocka_unit_test(a_text_longer_than_allowed_fails),
        cmocka_unit_test(module_names_are_lower_case_letters_digits_and_underscores),
        cmocka_unit_test(a_value_of_every_kind_is_read),
        cmocka_unit_test(what_is_cut_short_or_too_long_is_refused),
        cmocka_unit_test(keys_out_of_order_or_twice_are_refused),
        cmocka_unit_test(keys_of_other_kinds_are_refused),
        cmocka_unit_test(numbers_that_are_not_finite_are_refused),
        cmocka_unit_test(texts_that_could_deceive_are_refused),
        cmocka_unit_test(tables_nest_thirty_two_deep_and_no_deeper),
        cmocka_unit_test(counts_that_claim_too_much_take_no_memory),
        cmocka_unit_test(frames_cross_a_socket_whole),
        cmocka_unit_test(a_frame_that_never_comes_is_late),
        cmocka_unit_test(a_reader_that_never_reads_makes_sending_late),
        cmocka_unit_test(a_frame_larger_than_allowed_is_malformed),
    };
    return cmocka_run_group_tests_name("protocol", tests, make_arena, drop_arena);
}
