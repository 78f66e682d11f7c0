#include "stat/order.h"

#include <string.h>

enum { BYTES = 8, BYTE_VALUES = 256 };

/* The bits of a double ascend with it once those of negative numbers are turned over; adding zero
 * takes the sign of a zero away. */
static uint64_t key_of(double x)
{
    uint64_t bits;
    x += 0.0;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

/* For each byte of the key how often each value stands there. */
static void tally(const struct order_item *items, size_t count, uint32_t (*tallies)[BYTE_VALUES])
{
    memset(tallies, 0, BYTES * sizeof *tallies);
    for (size_t i = 0; i < count; i++)
        for (int byte = 0; byte < BYTES; byte++)
            tallies[byte][items[i].key >> 8 * byte & 255]++;
}

/* One pass of the sort: by one byte, from one array to the other. */
static void scatter(const struct order_item *from, size_t count, int byte, const uint32_t *tallies,
                    struct order_item *to)
{
    uint32_t place[BYTE_VALUES], sum = 0;
    for (int value = 0; value < BYTE_VALUES; value++) {
        place[value] = sum;
        sum += tallies[value];
    }
    for (size_t i = 0; i < count; i++)
        to[place[from[i].key >> 8 * byte & 255]++] = from[i];
}

/* Bytes that are the same in all keys need no pass. */
static void sort(struct order_item *items, size_t count, struct order_item *scratch)
{
    uint32_t tallies[BYTES][BYTE_VALUES];
    struct order_item *from = items, *to = scratch;
    if (count < 2)
        return;
    tally(items, count, tallies);
    for (int byte = 0; byte < BYTES; byte++) {
        if (tallies[byte][items[0].key >> 8 * byte & 255] == count)
            continue;
        scatter(from, count, byte, tallies[byte], to);
        struct order_item *kept = from;
        from = to;
        to = kept;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

size_t order_ascending(const double *x, size_t count, struct order_item *items,
                       struct order_item *scratch)
{
    size_t found = 0;
    for (size_t row = 0; row < count; row++)
        if (x[row] == x[row])
            items[found++] = (struct order_item){key_of(x[row]), (uint32_t)row};
    sort(items, found, scratch);
    return found;
}

void order_keys(const double *x, struct order_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        items[i].key = key_of(x[items[i].row]);
}

void order_again(const double *x, struct order_item *items, size_t count,
                 struct order_item *scratch)
{
    order_keys(x, items, count);
    sort(items, count, scratch);
}
