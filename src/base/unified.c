#include "base/unified.h"

#include <string.h>

enum { CONTEXT_LINES = 3 };

static size_t line_length(struct text text, size_t at)
{
    const char *end = memchr(text.bytes + at, '\n', text.length - at);
    return end ? (size_t)(end - text.bytes) - at + 1 : text.length - at;
}

static size_t count_lines(struct text text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length; at += line_length(text, at))
        count++;
    return count;
}

/* Bytes of the whole lines that both texts begin with. */
static size_t common_head(struct text a, struct text b)
{
    size_t at = 0;
    while (at < a.length && at < b.length) {
        size_t length = line_length(a, at);
        if (length != line_length(b, at) || memcmp(a.bytes + at, b.bytes + at, length) != 0)
            break;
        at += length;
    }
    return at;
}

static bool begins_line(struct text text, size_t at, size_t head)
{
    return at == head || text.bytes[at - 1] == '\n';
}

/* Bytes of the whole lines that both end with, none of them in the head. */
static size_t common_tail(struct text a, struct text b, size_t head)
{
    size_t tail = 0, whole = 0;
    size_t most = (a.length < b.length ? a.length : b.length) - head;
    while (tail < most && a.bytes[a.length - tail - 1] == b.bytes[b.length - tail - 1]) {
        tail++;
        if (begins_line(a, a.length - tail, head) && begins_line(b, b.length - tail, head))
            whole = tail;
    }
    return whole;
}

static void add_lines(struct text_buffer *out, char sign, struct text text)
{
    for (size_t at = 0; at < text.length;) {
        size_t length = line_length(text, at);
        text_add(out, &sign, 1);
        text_add(out, text.bytes + at, length);
        at += length;
        if (text.bytes[at - 1] != '\n')
            text_add_string(out, "\n\\ No newline at end of file\n");
    }
}

/* Moves the start of a stretch back over lines that stand before it. */
static size_t before(struct text text, size_t at, size_t lines)
{
    for (; at > 0 && lines > 0; lines--) {
        at--;
        while (at > 0 && text.bytes[at - 1] != '\n')
            at--;
    }
    return at;
}

static size_t behind(struct text text, size_t at, size_t lines)
{
    for (; at < text.length && lines > 0; lines--)
        at += line_length(text, at);
    return at;
}

static struct text part(struct text text, size_t from, size_t to)
{
    return (struct text){text.bytes + from, to - from};
}

/* "-12,6": a stretch of none is counted from the line before it. */
static void add_range(struct text_buffer *out, char sign, struct text text, size_t from, size_t to)
{
    size_t first = count_lines(part(text, 0, from)), count = count_lines(part(text, from, to));
    text_add_format(out, "%c%zu,%zu", sign, first + (count > 0), count);
}

void unified_add(struct text_buffer *out, const char *path, struct text old, struct text new)
{
    if (text_equal(old, new))
        return;
    size_t head = common_head(old, new), tail = common_tail(old, new, head);
    size_t from = before(old, head, CONTEXT_LINES);
    size_t old_end = old.length - tail, new_end = new.length - tail;
    size_t end = behind(old, old_end, CONTEXT_LINES);
    text_add_format(out, "--- a/%s\n+++ b/%s\n@@ ", path, path);
    add_range(out, '-', old, from, end);
    text_add_string(out, " ");
    add_range(out, '+', new, from, new_end + (end - old_end));
    text_add_string(out, " @@\n");
    add_lines(out, ' ', part(old, from, head));
    add_lines(out, '-', part(old, head, old_end));
    add_lines(out, '+', part(new, head, new_end));
    add_lines(out, ' ', part(old, old_end, end));
}
