#include "base/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

struct file {
    char path[64];
    struct arena *arena;
    struct err err;
    char sha256[HASH_TEXT_SIZE];
};

static void open_file(struct file *file, const char *bytes, size_t length)
{
    *file = (struct file){.arena = arena_new()};
    snprintf(file->path, sizeof file->path, "%s/tidemark-XXXXXX", P_tmpdir);
    int fd = mkstemp(file->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
}

static void close_file(struct file *file)
{
    unlink(file->path);
    arena_free(file->arena);
}

/* The text of a stream read in pieces of `piece`; SIZE_MAX when it is refused. */
static size_t read_all(struct file *file, size_t piece, size_t max_bytes, char *out)
{
    struct stream *stream = stream_open(file->arena, file->path, max_bytes, &file->err);
    size_t used = 0, got;
    if (!stream)
        return SIZE_MAX;
    while ((got = stream_read(stream, out + used, piece, &file->err)) != 0 && got != SIZE_MAX)
        used += got;
    struct err ignored;
    assert_true(stream_close(stream, file->sha256, &ignored));
    return got == 0 ? used : got;
}

static size_t compress_text(const char *text, size_t length, char *out, size_t room)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)text,
                       .avail_in = (uInt)length,
                       .next_out = (Bytef *)out,
                       .avail_out = (uInt)room};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return stream.total_out;
}

/* printf 'iso3,year\nKGZ,2021\n' | sha256sum */
static const char plain[] = "iso3,year\nKGZ,2021\n";
static const char plain_sha256[] =
    "e3e63c6f4c8784ce4efde4fdbb4639bbaaf2ccd7bb2c65bffeefa929d4710915";

static void a_file_comes_in_pieces_with_the_hash_of_its_bytes(void **state)
{
    char out[64];
    (void)state;
    for (size_t piece = 1; piece < 40; piece++) {
        struct file file;
        open_file(&file, plain, strlen(plain));
        assert_int_equal(read_all(&file, piece, 1000, out), strlen(plain));
        assert_memory_equal(out, plain, strlen(plain));
        assert_string_equal(file.sha256, plain_sha256);
        close_file(&file);
    }
}

/* 300,000 zeros and ones shrink much: out is full before the bytes are used up, again and again. */
static void what_a_gzip_file_holds_comes_in_pieces_of_any_size(void **state)
{
    enum { LENGTH = 300000 };
    static char text[LENGTH], packed[LENGTH], out[LENGTH + 70000];
    (void)state;
    for (size_t i = 0; i < LENGTH; i++)
        text[i] = (char)('0' + (i / 7 % 3 == 0));
    size_t length = compress_text(text, LENGTH, packed, sizeof packed);
    static const size_t pieces[] = {1, 7, 1000, 65536, 300000};
    for (size_t i = 0; i < 5; i++) {
        struct file file;
        open_file(&file, packed, length);
        struct stream *stream = stream_open(file.arena, file.path, LENGTH, &file.err);
        assert_int_equal(stream_size_bytes(stream), LENGTH);
        assert_true(stream_close(stream, file.sha256, &file.err));
        assert_int_equal(read_all(&file, pieces[i], LENGTH, out), LENGTH);
        assert_memory_equal(out, text, LENGTH);
        close_file(&file);
    }
}

static void a_file_that_is_cut_short_or_too_large_is_refused(void **state)
{
    char packed[256], out[256];
    struct file file;
    (void)state;
    size_t length = compress_text(plain, strlen(plain), packed, sizeof packed);
    for (size_t cut = 2; cut < length; cut++) {
        open_file(&file, packed, cut);
        assert_int_equal(read_all(&file, 5, 1000, out), SIZE_MAX);
        assert_int_equal(file.err.code, ERR_FILE_DAMAGED);
        close_file(&file);
    }
    for (int compressed = 0; compressed < 2; compressed++) {
        open_file(&file, compressed ? packed : plain, compressed ? length : strlen(plain));
        assert_int_equal(read_all(&file, 5, compressed ? length : 18, out),
                         compressed && length >= strlen(plain) ? strlen(plain) : SIZE_MAX);
        close_file(&file);
    }
    open_file(&file, plain, 0);
    assert_int_equal(read_all(&file, 5, 0, out), 0);
    assert_null(stream_open(file.arena, "/nowhere/at/all", 10, &file.err));
    assert_int_equal(file.err.code, ERR_FILE_READ);
    close_file(&file);
}

/* What was not read is hashed all the same. */
static void a_stream_closed_early_has_the_hash_of_the_whole_file(void **state)
{
    struct file file;
    char out[4];
    (void)state;
    open_file(&file, plain, strlen(plain));
    struct stream *stream = stream_open(file.arena, file.path, 1000, &file.err);
    assert_int_equal(stream_read(stream, out, 4, &file.err), 4);
    assert_true(stream_close(stream, file.sha256, &file.err));
    assert_string_equal(file.sha256, plain_sha256);
    close_file(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_comes_in_pieces_with_the_hash_of_its_bytes),
        cmocka_unit_test(what_a_gzip_file_holds_comes_in_pieces_of_any_size),
        cmocka_unit_test(a_file_that_is_cut_short_or_too_large_is_refused),
        cmocka_unit_test(a_stream_closed_early_has_the_hash_of_the_whole_file),
    };
    return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
