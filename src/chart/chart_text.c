#include "chart/chart_text.h"

#include <string.h>

/* Advance widths of Inter 3.19 from U+0020 to U+007E, in thousandths of the size. */
static const short widths[2][95] = {
    {281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605,
     636, 642, 608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598,
     587, 743, 740, 264, 543, 652, 562, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642,
     665, 625, 362, 357, 362, 469, 452, 497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544,
     237, 869, 585, 597, 609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659},
    {248, 309, 396, 643, 649, 844, 663, 213,  393, 393, 543, 673, 295, 466, 290, 379,
     667, 481, 621, 652, 666, 632, 648, 587,  646, 648, 290, 295, 673, 673, 673, 544,
     999, 724, 657, 744, 724, 608, 586, 755,  744, 275, 561, 677, 566, 906, 741, 775,
     643, 776, 651, 649, 660, 734, 724, 1007, 690, 705, 653, 393, 379, 393, 481, 468,
     497, 575, 630, 577, 630, 593, 377, 625,  613, 261, 261, 569, 261, 898, 610, 608,
     625, 625, 397, 549, 380, 608, 576, 837,  562, 576, 562, 393, 358, 393, 673}};

static const char replacement[] = "\xEF\xBF\xBD";
static const char ellipsis[] = "\xE2\x80\xA6";

static bool is_plain(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || (byte && strchr(" .,:;()+/-", byte));
}

/* gnuplot reads four octal digits after a leading zero, three otherwise. U+2060 breaks what XML
 * would read as a reference or the end of a section. */
static void add_ascii(struct text_buffer *script, unsigned char byte, unsigned char next)
{
    if (is_plain(byte)) {
        text_add(script, (const char *)&byte, 1);
        return;
    }
    text_add_format(script, byte < 0100 ? "\\0%03o" : "\\%03o", byte);
    if ((byte == '&' && next == '#') || (byte == ']' && next == ']'))
        text_add_string(script, "\xE2\x81\xA0");
}

void chart_text_add(struct text_buffer *script, const char *text, bool lines)
{
    size_t length = strlen(text), at = 0, points = 0;
    text_add_string(script, "\"");
    while (at < length && points++ < CHART_TEXT_POINTS_MAX) {
        uint32_t point = 0;
        size_t size = text_scalar(text + at, length - at, &point);
        unsigned char byte = (unsigned char)text[at];
        if (size == 1 && byte == '\n')
            text_add_string(script, lines ? "\\n" : " ");
        else if (size == 1 && byte == '\t')
            text_add_string(script, " ");
        else if (size == 0 || text_is_control(point))
            text_add_string(script, replacement);
        else if (size == 1)
            add_ascii(script, byte, at + 1 < length ? (unsigned char)text[at + 1] : 0);
        else
            text_add(script, text + at, size);
        at += size ? size : 1;
    }
    if (at < length)
        text_add_string(script, ellipsis);
    text_add_string(script, "\"");
}

static double advance(uint32_t point, enum chart_weight weight)
{
    const short *table = widths[weight];
    if (point == 0x2013 || point == 0x2014)
        return table['n' - ' '];
    if (point < 0x20 || point > 0x7E)
        return text_is_control(point) ? 1000 : point >= 0x1100 ? 1000 : table['n' - ' '] + 20;
    return table[point - ' '];
}

double chart_text_width_px(const char *text, enum chart_weight weight, double size_px)
{
    double width = 0;
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = text_scalar(text + at, length - at, &point);
        width += advance(size ? point : 0xFFFD, weight);
        at += size ? size : 1;
    }
    return width * size_px / 1000;
}

/* Bytes of the longest start of text that fits. */
static size_t fitting(const char *text, size_t length, enum chart_weight weight, double size_px,
                      double width_px)
{
    double width = 0;
    size_t at = 0;
    while (at < length) {
        uint32_t point = 0;
        size_t size = text_scalar(text + at, length - at, &point);
        width += advance(size ? point : 0xFFFD, weight) * size_px / 1000;
        if (width > width_px)
            break;
        at += size ? size : 1;
    }
    return at;
}

const char *chart_text_fit(struct arena *arena, const char *text, enum chart_weight weight,
                           double size_px, double width_px)
{
    size_t length = strlen(text);
    if (fitting(text, length, weight, size_px, width_px) == length)
        return text;
    double room = width_px - chart_text_width_px(ellipsis, weight, size_px);
    size_t fits = fitting(text, length, weight, size_px, room);
    while (fits > 0 && text[fits - 1] == ' ')
        fits--;
    return arena_printf(arena, "%.*s%s", (int)fits, text, ellipsis);
}

const char *chart_text_wrap(struct arena *arena, const char *text, enum chart_weight weight,
                            double size_px, double width_px, size_t lines, size_t *used)
{
    struct text_buffer made = {0};
    const char *rest = text;
    for (*used = 0; *used < lines && *rest; (*used)++) {
        size_t length = strlen(rest);
        size_t fits = fitting(rest, length, weight, size_px, width_px);
        text_add_string(&made, *used ? "\n" : "");
        if (fits == length || *used + 1 == lines) {
            const char *last = chart_text_fit(arena, rest, weight, size_px, width_px);
            text_add_string(&made, last ? last : rest);
            rest += length;
            continue;
        }
        size_t space = fits;
        while (space > 0 && rest[space] != ' ')
            space--;
        size_t take = space > 0 ? space : fits > 0 ? fits : 1;
        text_add(&made, rest, take);
        rest += take;
        while (*rest == ' ')
            rest++;
    }
    const char *kept =
        made.failed ? NULL : arena_text(arena, made.bytes ? made.bytes : "", made.length);
    text_buffer_free(&made);
    return kept;
}
