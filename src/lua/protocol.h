/* How the worker and its parent speak: frames over a socket pair, and the fields within them.
 *
 * A frame is a length (32 bits), a kind (8 bits) and that many bytes. Numbers are little-endian;
 * a text is its length (32 bits) and its bytes. The parent asks, the worker answers:
 *
 *   parent → worker   LOAD before chunk-name text free words   runs a script
 *   worker → parent   PRINT text                          what it prints; no answer
 *   worker → parent   WANT kind name                      asks for a rule or library …
 *   parent → worker   MODULE found chunk-name text        … and is answered
 *   worker → parent   CALL chunk line call                a free script asks the engine …
 *   parent → worker   ANSWER answer                       … and is answered
 *   worker → parent   VALUE value                         what the script returned, or …
 *   worker → parent   FAILURE code chunk line row text hint calls … why it did not
 *
 *   parent → worker   TRACE number reference node names   follows a function that was returned
 *   worker → parent   FORMULA formula                     what it does, or FAILURE
 *   parent → worker   ROWS number first rows              runs it row by row
 *   worker → parent   RESULTS results                     what it gave, or FAILURE
 *
 *   parent → worker   APPLY reference world               calls the apply of a scenario
 *   worker → parent   RECORD value                        what it recorded, or FAILURE
 *
 * and before all that, once, READY with how the worker is confined. A chunk is known by its number:
 * 0 the script, then the modules in the order they were asked for. A script is a rule (byte free is
 * 0), or free (1): then its words are those of its command line, it may CALL, and its VALUE is a
 * byte, 1 when a table follows. The functions of a rule are referred to by the numbers after
 * `before`, in the order in which they stand in its value; they stay good until the worker ends, or
 * the script ran out of its budget.
 *
 * Fields, u32 where nothing else is said:
 *   names    count, then of each: text, its parent's index or NONE, byte: a node of the codebook
 *   calls    count, then of each: text, chunk and line where the function begins (line 0: the
 *            script itself), chunk and line where it was called; the innermost first
 *   TRACE's node and FAILURE's row are NONE where there is none; number is the parent's choice
 *   world    count of countries, then of each: id, name, byte: it is one of the scenario's; count
 *            of nodes, then of each: id, byte: it is an indicator
 *   formula  chunk and line where the function begins; byte verify; byte traced; where it is not
 *            traced: chunk, line, byte: the text says what the line does (else it is Lua's
 *            message), text; then steps and results
 *   steps    count, then of each: byte op, line, number (double), text, given (text), count of
 *            operands, operands. INPUT's number is the index of its name
 *   results  (of a formula) count, then of each: text name, byte is-text, value, low, high
 *   rows     byte first: a new budget begins; count of inputs, their names (text); count of rows;
 *            count of results, of each: text name, byte is-text, byte interval; then row by row the
 *            inputs (doubles, NaN where missing)
 *   words    count, then the texts
 *   call     name (text), words, value (a table of options, no functions in it), byte: 1 when a
 *            table follows
 *   table    count of columns, of each: text name, byte is-number; count of rows; then row by row
 *            the cells: doubles (NaN where missing) and texts
 *   answer   byte: 0 it failed, then sentence and hint; 1 nothing; 2 a table, then count of meta
 *            data, of each: text key, byte is-list, text
 *   results  (of rows) rows that compared a missing value, line; count of texts, the texts; then of
 *            each result its column (doubles; numbers of texts, from 1, where it is a text) and,
 *            with an interval, the columns of its ends */
#ifndef TIDEMARK_LUA_PROTOCOL_H
#define TIDEMARK_LUA_PROTOCOL_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum protocol_kind {
    PROTOCOL_LOAD = 1,
    PROTOCOL_MODULE,
    PROTOCOL_READY,
    PROTOCOL_PRINT,
    PROTOCOL_WANT,
    PROTOCOL_VALUE,
    PROTOCOL_FAILURE,
    PROTOCOL_TRACE,
    PROTOCOL_FORMULA,
    PROTOCOL_ROWS,
    PROTOCOL_RESULTS,
    PROTOCOL_APPLY,
    PROTOCOL_RECORD,
    PROTOCOL_CALL,
    PROTOCOL_ANSWER,
};

enum {
    PROTOCOL_SCRIPT_MAX = 1024 * 1024,     /* bytes of a script */
    PROTOCOL_FRAME_MAX = 16 * 1024 * 1024, /* bytes of any frame */
    PROTOCOL_TEXT_MAX = 64 * 1024,         /* bytes of a text within a value */
    PROTOCOL_NAME_MAX = 60,                /* bytes of a chunk's name, as Lua shows it whole */
    PROTOCOL_SENTENCE_MAX = 1024,          /* bytes of a failure's text or hint */
    PROTOCOL_DEPTH_MAX = 32,               /* tables within tables */
    PROTOCOL_NODES_MAX = 65536,            /* values within a value, keys not counted */
    PROTOCOL_CALLS_MAX = 6,                /* calls that a failure names */
    PROTOCOL_CHUNKS_MAX = 256,             /* scripts of one run */
    PROTOCOL_PRINT_MAX = 64 * 1024,        /* bytes a script may print */
    PROTOCOL_OUTPUT_MAX = 8 * 1024 * 1024, /* bytes a free script may print */
    PROTOCOL_TABLE_MAX = 8 * 1024 * 1024,  /* bytes of a table, about */
    PROTOCOL_COLUMNS_MAX = 64,             /* columns of a table */
    PROTOCOL_ASKED_MAX = 10000,            /* calls of a free script */
    PROTOCOL_WORDS_MAX = 256,              /* words of a call, or of a command line */
    PROTOCOL_ROWS_MAX = 4 * 1024 * 1024,   /* bytes of numbers in a ROWS or RESULTS frame, about */
};
#define PROTOCOL_NONE UINT32_MAX

/* Tags of the values in a VALUE frame. A number must be finite. A table is tag, line, count and
 * then its pairs, keys first: numbers ascending, then texts bytewise ascending, none twice. A
 * function is tag, line, reference. */
enum protocol_tag {
    PROTOCOL_NIL,
    PROTOCOL_FALSE,
    PROTOCOL_TRUE,
    PROTOCOL_NUMBER,
    PROTOCOL_TEXT,
    PROTOCOL_TABLE,
    PROTOCOL_FUNCTION,
};

/* Adds one field as the reader takes it: integers with their lowest byte first, numbers as the bits
 * of a double, texts after their length as a u32. */
void protocol_put_byte(struct text_buffer *out, uint8_t value);
void protocol_put_u32(struct text_buffer *out, uint32_t value);
void protocol_put_double(struct text_buffer *out, double value);
void protocol_put_doubles(struct text_buffer *out, const double *values, size_t count);
void protocol_put_text(struct text_buffer *out, const char *bytes, size_t length);

/* Reads fields in order. Past the end, or at a text longer than max, failed is set, the answer is
 * zero or empty, and so is every later one. Texts point into the frame. */
struct protocol_reader {
    const unsigned char *at;
    size_t left;
    bool failed;
};
struct protocol_reader protocol_reader_of(const char *bytes, size_t length);
uint8_t protocol_get_byte(struct protocol_reader *reader);
uint32_t protocol_get_u32(struct protocol_reader *reader);
double protocol_get_double(struct protocol_reader *reader);
bool protocol_get_doubles(struct protocol_reader *reader, double *values, size_t count);
struct text protocol_get_text(struct protocol_reader *reader, size_t max);

/* True when everything was read, and nothing is left over. */
bool protocol_ended(const struct protocol_reader *reader);

/* [a-z0-9_]+, at most 60 bytes: what a rule or a library may be called. */
bool protocol_is_module_name(struct text name);

/* What became of a frame: CLOSED the other side is gone, LATE the deadline passed, MALFORMED the
 * frame claims more bytes than PROTOCOL_FRAME_MAX. */
enum protocol_outcome {
    PROTOCOL_DONE,
    PROTOCOL_CLOSED,
    PROTOCOL_LATE,
    PROTOCOL_MALFORMED,
    PROTOCOL_NO_MEMORY,
};

/* Seconds of CLOCK_MONOTONIC from now, as a deadline for the two functions below. */
double protocol_deadline(double seconds_from_now);

/* Sends or receives one frame by the deadline; body is replaced by what came. An infinite deadline
 * (INFINITY) makes the plain blocking read and write of the confined worker, which may not poll. */
enum protocol_outcome protocol_send(int fd, enum protocol_kind kind, const char *body,
                                    size_t length, double deadline);
enum protocol_outcome protocol_receive(int fd, enum protocol_kind *kind, struct text_buffer *body,
                                       double deadline);

#endif
