#include "stat/exact_sum.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { LIMB_BITS = 32, MOST_WAITING = 1 << 29 };

/* Each limb between 0 and 2^32 - 1, but for the last, which has the sign. */
static void carry(struct exact_sum *sum)
{
    int64_t over = 0;
    for (size_t i = 0; i + 1 < EXACT_SUM_LIMBS; i++) {
        int64_t limb = sum->limbs[i] + over;
        over = limb >> LIMB_BITS; /* rounds down, for negative ones too */
        sum->limbs[i] = limb & UINT32_MAX;
    }
    sum->limbs[EXACT_SUM_LIMBS - 1] += over;
    sum->waiting = 0;
}

void exact_sum_add(struct exact_sum *sum, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    unsigned exponent = (unsigned)(bits >> 52) & 0x7ff;
    uint64_t mantissa = bits & 0xfffffffffffff;
    mantissa |= exponent > 0 ? 0x10000000000000 : 0;
    unsigned place = exponent > 0 ? exponent - 1 : 0, shift = place % LIMB_BITS;
    int64_t *limb = &sum->limbs[place / LIMB_BITS];
    uint64_t low = mantissa << shift;
    int64_t parts[] = {(int64_t)(low & UINT32_MAX), (int64_t)(low >> LIMB_BITS),
                       shift > 0 ? (int64_t)(mantissa >> (64 - shift)) : 0};
    for (int i = 0; i < 3; i++)
        limb[i] += bits >> 63 ? -parts[i] : parts[i];
    if (++sum->waiting == MOST_WAITING)
        carry(sum);
}

void exact_sum_merge(struct exact_sum *sum, const struct exact_sum *other)
{
    struct exact_sum added = *other;
    carry(&added);
    carry(sum);
    for (size_t i = 0; i < EXACT_SUM_LIMBS; i++)
        sum->limbs[i] += added.limbs[i];
    sum->waiting = 1;
}

static bool turn_round(struct exact_sum *sum)
{
    bool negative = sum->limbs[EXACT_SUM_LIMBS - 1] < 0;
    for (size_t i = 0; negative && i < EXACT_SUM_LIMBS; i++)
        sum->limbs[i] = -sum->limbs[i];
    carry(sum);
    return negative;
}

/* 64 bits of the sum from place on, those beyond it 0. */
static uint64_t bits_from(const struct exact_sum *sum, size_t place)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t limb = place / LIMB_BITS + i, shift = place % LIMB_BITS;
        uint64_t value = limb < EXACT_SUM_LIMBS ? (uint64_t)sum->limbs[limb] : 0;
        bits |= i == 0                       ? value >> shift
                : i * LIMB_BITS - shift < 64 ? value << (i * LIMB_BITS - shift)
                                             : 0;
    }
    return bits;
}

static bool any_below(const struct exact_sum *sum, size_t place)
{
    for (size_t i = 0; i < place / LIMB_BITS; i++)
        if (sum->limbs[i] != 0)
            return true;
    uint64_t part = (uint64_t)sum->limbs[place / LIMB_BITS];
    return (part & ((UINT64_C(1) << place % LIMB_BITS) - 1)) != 0;
}

static double power_of_two(int exponent)
{
    uint64_t bits = (uint64_t)(1023 + exponent) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

double exact_sum_value(const struct exact_sum *given)
{
    struct exact_sum sum = *given;
    carry(&sum);
    bool negative = turn_round(&sum);
    size_t top = EXACT_SUM_LIMBS;
    while (top > 0 && sum.limbs[top - 1] == 0)
        top--;
    if (top == 0)
        return 0;
    size_t highest = top * LIMB_BITS;
    while (((uint64_t)sum.limbs[top - 1] >> (highest - 1) % LIMB_BITS & 1) == 0)
        highest--;
    /* The 64 highest bits, the last of which stands for all below too: rounded once. */
    size_t place = highest > 64 ? highest - 64 : 0;
    uint64_t bits = bits_from(&sum, place);
    bits |= place > 0 && any_below(&sum, place) ? 1 : 0;
    int exponent = (int)place - 1074; /* in halves, none of which leaves what a double holds */
    double value =
        (double)bits * power_of_two(exponent / 2) * power_of_two(exponent - exponent / 2);
    return negative ? -value : value;
}
