#include "base/number.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* The last sixteen bytes of a number as two words of eight: a digit is its value, what stands
 * before the number zero. A point is taken out by moving what stands before it up by a byte, from
 * word to word. The decimals behind the point say which bytes move. */
struct form {
    uint64_t below[2]; /* bytes that move; of the last word, of the one before */
    uint64_t above[2]; /* bytes that stay */
    uint64_t carry;    /* the byte that passes from the first word to the last */
    uint64_t point[2]; /* the byte of the point */
    double power;      /* of ten, by which the digits are divided */
};

enum { WORD = 8, PLAIN_MAX = 16, DIGITS_MAX = 15, FORMS = 16 };

#define BYTES(count) ((count) > 7 ? UINT64_MAX : (UINT64_C(1) << 8 * ((count) % 8)) - 1)
#define BYTE(at) (UINT64_C(0xFF) << 8 * (at))
#define POINT_LATE(at, power)                                                      \
    {                                                                              \
        {BYTES(at), UINT64_MAX}, {~BYTES((at) + 1), 0}, 0xFF, {BYTE(at), 0}, power \
    }
#define POINT_EARLY(at, power)                                                  \
    {                                                                           \
        {0, BYTES(at)}, {UINT64_MAX, ~BYTES((at) + 1)}, 0, {0, BYTE(at)}, power \
    }

static const struct form forms[FORMS] = {
    {{0, 0}, {UINT64_MAX, UINT64_MAX}, 0, {0, 0}, 1},
    POINT_LATE(6, 1e1),
    POINT_LATE(5, 1e2),
    POINT_LATE(4, 1e3),
    POINT_LATE(3, 1e4),
    POINT_LATE(2, 1e5),
    POINT_LATE(1, 1e6),
    POINT_LATE(0, 1e7),
    POINT_EARLY(7, 1e8),
    POINT_EARLY(6, 1e9),
    POINT_EARLY(5, 1e10),
    POINT_EARLY(4, 1e11),
    POINT_EARLY(3, 1e12),
    POINT_EARLY(2, 1e13),
    POINT_EARLY(1, 1e14),
    POINT_EARLY(0, 1e15),
};

/* Which bytes of a word belong to a number of so many. */
static const uint64_t kept[WORD + 1] = {0,         ~BYTES(7), ~BYTES(6), ~BYTES(5), ~BYTES(4),
                                        ~BYTES(3), ~BYTES(2), ~BYTES(1), UINT64_MAX};

static const uint64_t ones = UINT64_C(0x0101010101010101);
static const uint64_t point = '.' ^ '0';

static uint64_t word_before(const char *end)
{
    uint64_t word;
    memcpy(&word, end - WORD, sizeof word);
    return word ^ ones * '0';
}

/* Whether a byte of a word is above nine. */
static bool holds_other(uint64_t word)
{
    return ((word | (word + ones * (0x7F - 9))) & ones << 7) != 0;
}

/* Eight digits, the first in the lowest byte, as a number: pairs, then fours, then all. */
static uint64_t eight_digits(uint64_t word)
{
    const uint64_t pairs = UINT64_C(0x000000FF000000FF);
    word = word * 10 + (word >> 8);
    return ((word & pairs) * UINT64_C(0x000F424000000064) +
            (word >> 16 & pairs) * UINT64_C(0x0000271000000001)) >>
           32;
}

/* The fewest bytes of a number with so many decimals. */
static size_t least_length(unsigned decimals)
{
    return decimals ? decimals + 2 : 1;
}

/* A number of length bytes without a sign, by its decimals; false when it is written otherwise. */
static bool read_plain(const char *text, size_t length, unsigned decimals, double *out)
{
    const struct form *form = &forms[decimals];
    size_t least = least_length(decimals);
    if (length < least || length > PLAIN_MAX || length - (decimals > 0) > DIGITS_MAX ||
        (length > least && text[0] == '0'))
        return false;
    uint64_t last = word_before(text + length) & kept[length < WORD ? length : WORD];
    uint64_t first = length > WORD ? word_before(text + length - WORD) & kept[length - WORD] : 0;
    if ((last & form->point[0]) != (ones * point & form->point[0]) ||
        (first & form->point[1]) != (ones * point & form->point[1]))
        return false;
    last = (last & form->above[0]) | (last & form->below[0]) << 8 | (first >> 56 & form->carry);
    first = (first & form->above[1]) | (first & form->below[1]) << 8;
    if (holds_other(last) || holds_other(first))
        return false;
    *out = (double)(int64_t)(eight_digits(first) * 100000000 + eight_digits(last)) / form->power;
    return true;
}

/* The decimals a text seems to have. */
static unsigned decimals_of(const char *text, size_t length)
{
    for (unsigned i = 0; i < length && i < FORMS; i++)
        if (text[length - 1 - i] == '.')
            return i;
    return 0;
}

/* The same for as many fields of at most eight bytes as come: what most columns hold. */
static size_t read_short(const char *bytes, const struct text_place *fields, size_t stride,
                         size_t count, unsigned decimals, double *out)
{
    const uint64_t below = forms[decimals].below[0], above = forms[decimals].above[0];
    const uint64_t mask = forms[decimals].point[0], expected = ones * point & mask;
    const double power = forms[decimals].power;
    const size_t least = least_length(decimals);
    for (size_t i = 0; i < count; i++, fields += stride) {
        size_t length = fields->length;
        const char *text = bytes + fields->at, *end = text + length;
        if (length == 0) {
            out[i] = NAN;
            continue;
        }
        bool negative = false;
        if (text[0] <= '0') {
            negative = text[0] == '-';
            length -= negative;
            if (length > least && text[negative] == '0')
                return i;
        }
        if (length - least > WORD - least)
            return i;
        uint64_t last = word_before(end) & kept[length];
        if ((last & mask) != expected)
            return i;
        last = (last & above) | (last & below) << 8;
        if (holds_other(last))
            return i;
        double number = (double)(int64_t)eight_digits(last) / power;
        out[i] = negative ? -number : number;
    }
    return count;
}

size_t number_column(const char *bytes, const struct text_place *fields, size_t stride,
                     size_t count, unsigned *decimals, double *out)
{
    for (size_t i = 0; i < count; i++) {
        if (least_length(*decimals) <= WORD)
            i += read_short(bytes, fields + i * stride, stride, count - i, *decimals, out + i);
        if (i == count)
            break;
        const char *text = bytes + fields[i * stride].at;
        size_t length = fields[i * stride].length;
        bool negative = length > 0 && text[0] == '-';
        text += negative;
        length -= negative;
        out[i] = NAN;
        if (length == 0 && !negative)
            continue;
        if (length > PLAIN_MAX)
            return i;
        if (!read_plain(text, length, *decimals, &out[i])) {
            *decimals = decimals_of(text, length);
            if (!read_plain(text, length, *decimals, &out[i]))
                return i;
        }
        out[i] = negative ? -out[i] : out[i];
    }
    return count;
}
