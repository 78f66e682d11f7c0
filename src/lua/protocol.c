#include "lua/protocol.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    PROTOCOL_HEADER_BYTES = 5,
    PROTOCOL_PIECE_BYTES = 64 * 1024,
    PROTOCOL_PIECE_DOUBLES = 512,
};

void protocol_put_byte(struct text_buffer *out, uint8_t value)
{
    text_add(out, (const char *)&value, 1);
}

void protocol_put_u32(struct text_buffer *out, uint32_t value)
{
    char bytes[4];
    for (int i = 0; i < 4; i++)
        bytes[i] = (char)(value >> (8 * i));
    text_add(out, bytes, sizeof bytes);
}

static void write_double(char *bytes, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(bits >> (8 * i));
}

void protocol_put_double(struct text_buffer *out, double value)
{
    char bytes[8];
    write_double(bytes, value);
    text_add(out, bytes, sizeof bytes);
}

void protocol_put_doubles(struct text_buffer *out, const double *values, size_t count)
{
    char bytes[8 * PROTOCOL_PIECE_DOUBLES];
    for (size_t at = 0; at < count;) {
        size_t part = count - at < PROTOCOL_PIECE_DOUBLES ? count - at : PROTOCOL_PIECE_DOUBLES;
        for (size_t i = 0; i < part; i++)
            write_double(bytes + 8 * i, values[at + i]);
        text_add(out, bytes, 8 * part);
        at += part;
    }
}

void protocol_put_text(struct text_buffer *out, const char *bytes, size_t length)
{
    protocol_put_u32(out, (uint32_t)length);
    text_add(out, bytes, length);
}

struct protocol_reader protocol_reader_of(const char *bytes, size_t length)
{
    return (struct protocol_reader){(const unsigned char *)bytes, length, false};
}

/* The next count bytes, or NULL. */
static const unsigned char *take(struct protocol_reader *reader, size_t count)
{
    if (reader->failed || count > reader->left) {
        reader->failed = true;
        return NULL;
    }
    const unsigned char *bytes = reader->at;
    reader->at += count;
    reader->left -= count;
    return bytes;
}

uint8_t protocol_get_byte(struct protocol_reader *reader)
{
    const unsigned char *bytes = take(reader, 1);
    return bytes ? bytes[0] : 0;
}

static uint32_t u32_of(const unsigned char *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

uint32_t protocol_get_u32(struct protocol_reader *reader)
{
    const unsigned char *bytes = take(reader, 4);
    return bytes ? u32_of(bytes) : 0;
}

static double double_of(const unsigned char *bytes)
{
    double value;
    uint64_t bits = u32_of(bytes) | (uint64_t)u32_of(bytes + 4) << 32;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double protocol_get_double(struct protocol_reader *reader)
{
    const unsigned char *bytes = take(reader, 8);
    return bytes ? double_of(bytes) : 0;
}

bool protocol_get_doubles(struct protocol_reader *reader, double *values, size_t count)
{
    const unsigned char *bytes = count > reader->left / 8 ? NULL : take(reader, count * 8);
    for (size_t i = 0; bytes && i < count; i++)
        values[i] = double_of(bytes + 8 * i);
    reader->failed = reader->failed || !bytes;
    return bytes != NULL;
}

struct text protocol_get_text(struct protocol_reader *reader, size_t max)
{
    size_t length = protocol_get_u32(reader);
    if (length > max)
        reader->failed = true;
    const unsigned char *bytes = take(reader, length);
    return bytes ? (struct text){(const char *)bytes, length} : (struct text){"", 0};
}

bool protocol_ended(const struct protocol_reader *reader)
{
    return !reader->failed && reader->left == 0;
}

bool protocol_is_module_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return name.length > 0 && name.length <= PROTOCOL_NAME_MAX;
}

static double now_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double protocol_deadline(double seconds_from_now)
{
    return now_seconds() + seconds_from_now;
}

/* Waits until the socket is ready, when there is a deadline. */
static enum protocol_outcome await(int fd, short events, double deadline)
{
    while (isfinite(deadline)) {
        double left = ceil((deadline - now_seconds()) * 1e3);
        if (left <= 0)
            return PROTOCOL_LATE;
        struct pollfd polled = {fd, events, 0};
        int ready = poll(&polled, 1, left > 1e6 ? 1000000 : (int)left);
        if (ready > 0)
            break;
        if (ready < 0 && errno != EINTR)
            return PROTOCOL_CLOSED;
    }
    return PROTOCOL_DONE;
}

static bool try_again(void)
{
    return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
}

static enum protocol_outcome send_all(int fd, const char *bytes, size_t length, double deadline)
{
    while (length > 0) {
        enum protocol_outcome outcome = await(fd, POLLOUT, deadline);
        if (outcome != PROTOCOL_DONE)
            return outcome;
        ssize_t sent = isfinite(deadline) ? send(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT)
                                          : write(fd, bytes, length);
        if (sent < 0 && !try_again())
            return PROTOCOL_CLOSED;
        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        }
    }
    return PROTOCOL_DONE;
}

static enum protocol_outcome receive_all(int fd, char *bytes, size_t length, double deadline)
{
    while (length > 0) {
        enum protocol_outcome outcome = await(fd, POLLIN, deadline);
        if (outcome != PROTOCOL_DONE)
            return outcome;
        ssize_t got =
            isfinite(deadline) ? recv(fd, bytes, length, MSG_DONTWAIT) : read(fd, bytes, length);
        if (got == 0 || (got < 0 && !try_again()))
            return PROTOCOL_CLOSED;
        if (got > 0) {
            bytes += got;
            length -= (size_t)got;
        }
    }
    return PROTOCOL_DONE;
}

/* Short frames, which are nearly all, leave in one write. */
enum protocol_outcome protocol_send(int fd, enum protocol_kind kind, const char *body,
                                    size_t length, double deadline)
{
    char first[PROTOCOL_HEADER_BYTES + 1024];
    if (length > PROTOCOL_FRAME_MAX)
        return PROTOCOL_MALFORMED;
    for (int i = 0; i < 4; i++)
        first[i] = (char)(length >> (8 * i));
    first[4] = (char)kind;
    size_t with_header = length < 1024 ? length : 1024;
    if (with_header > 0)
        memcpy(first + PROTOCOL_HEADER_BYTES, body, with_header);
    enum protocol_outcome outcome =
        send_all(fd, first, PROTOCOL_HEADER_BYTES + with_header, deadline);
    if (outcome != PROTOCOL_DONE || with_header == length)
        return outcome;
    return send_all(fd, body + with_header, length - with_header, deadline);
}

/* Memory is taken as bytes arrive, not as the header claims. */
enum protocol_outcome protocol_receive(int fd, enum protocol_kind *kind, struct text_buffer *body,
                                       double deadline)
{
    char header[PROTOCOL_HEADER_BYTES], piece[PROTOCOL_PIECE_BYTES];
    body->length = 0;
    enum protocol_outcome outcome = receive_all(fd, header, sizeof header, deadline);
    if (outcome != PROTOCOL_DONE)
        return outcome;
    size_t left = u32_of((const unsigned char *)header);
    *kind = (enum protocol_kind)(unsigned char)header[4];
    if (left > PROTOCOL_FRAME_MAX)
        return PROTOCOL_MALFORMED;
    while (left > 0) {
        size_t part = left < sizeof piece ? left : sizeof piece;
        outcome = receive_all(fd, piece, part, deadline);
        if (outcome != PROTOCOL_DONE)
            return outcome;
        text_add(body, piece, part);
        left -= part;
    }
    return body->failed ? PROTOCOL_NO_MEMORY : PROTOCOL_DONE;
}
