#include "chart/layout_text.h"

#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6";

static double advance_px(uint32_t point, struct layout_font font)
{
    uint32_t width = layout_metrics_advance(point, font.weight);
    return (width ? width : 1000) * font.points * 4 / 3 / 1000;
}

/* The character at the start of text; a byte that is none counts as U+FFFD. */
static size_t next_point(const char *text, size_t length, uint32_t *point)
{
    size_t size = text_scalar(text, length, point);
    if (size == 0)
        *point = 0xFFFD;
    return size ? size : 1;
}

double layout_text_width(const char *text, struct layout_font font)
{
    double width = 0, widest = 0;
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        at += next_point(text + at, length - at, &point);
        width = point == '\n' ? 0 : width + advance_px(point, font);
        widest = width > widest ? width : widest;
    }
    return widest;
}

double layout_text_leading(struct layout_font font)
{
    return font.points * 4 / 3 * 1.28;
}

/* Bytes of the longest start of text that fits. */
static size_t fitting(const char *text, size_t length, struct layout_font font, double width_px)
{
    double width = 0;
    size_t at = 0;
    while (at < length) {
        uint32_t point = 0;
        size_t size = next_point(text + at, length - at, &point);
        width += advance_px(point, font);
        if (width > width_px + 1e-9)
            break;
        at += size;
    }
    return at;
}

const char *layout_text_fit(struct arena *arena, const char *text, struct layout_font font,
                            double width_px)
{
    size_t length = strlen(text);
    if (fitting(text, length, font, width_px) == length)
        return text;
    size_t fits = fitting(text, length, font, width_px - layout_text_width(ellipsis, font));
    while (fits > 0 && text[fits - 1] == ' ')
        fits--;
    return arena_printf(arena, "%.*s%s", (int)fits, text, ellipsis);
}

/* Whether a line may end there: at a space, but not within "90 %" or "n = 3". */
static bool may_end(const char *text, size_t at)
{
    return text[at] == ' ' && !strchr("%=", text[at + 1] ? text[at + 1] : ' ') &&
           (at == 0 || text[at - 1] != '=');
}

/* Bytes of the first line: to the last space that fits, or as many as fit. */
static size_t first_line(const char *text, size_t length, struct layout_font font, double width_px)
{
    size_t fits = fitting(text, length, font, width_px);
    size_t space = fits;
    if (fits == length)
        return length;
    while (space > 0 && !may_end(text, space))
        space--;
    if (space > 0)
        return space;
    uint32_t point;
    return fits > 0 ? fits : next_point(text, length, &point);
}

const char *layout_text_wrap(struct arena *arena, const char *text, struct layout_font font,
                             double width_px, size_t lines, size_t *used)
{
    /* In the arena, which callers ask whether memory ran out: a text must not be lost unsaid. */
    char *made = arena_alloc(arena, strlen(text) + lines + sizeof ellipsis, 1), *end = made;
    const char *rest = text;
    for (*used = 0; made && *used < lines && *rest; (*used)++) {
        size_t take = first_line(rest, strlen(rest), font, width_px);
        bool is_last = *used + 1 == lines;
        const char *line = is_last ? layout_text_fit(arena, rest, font, width_px) : rest;
        size_t length = is_last && line ? strlen(line) : take;
        if (!line)
            return NULL;
        if (*used > 0)
            *end++ = '\n';
        memcpy(end, line, length);
        end += length;
        rest += is_last ? strlen(rest) : take;
        while (*rest == ' ')
            rest++;
    }
    return made;
}

bool layout_text_right_to_left(uint32_t point)
{
    return (point >= 0x590 && point <= 0x8FF) || (point >= 0xFB1D && point <= 0xFDFF) ||
           (point >= 0xFE70 && point <= 0xFEFF) || (point >= 0x10800 && point <= 0x10FFF) ||
           (point >= 0x1E800 && point <= 0x1EFFF);
}
