#include "chart/chart_kinds.h"

int chart_kinds_height(enum chart_kind kind, const struct chart_data *data)
{
    int items = (int)data->item_count;
    switch (kind) {
    case CHART_DOTS:
        return 180 + 62 * items < 500 ? 500 : 180 + 62 * items;
    case CHART_HEATMAP:
        return 180 + (items > 18 ? 24 : 30) * items < 400 ? 400
                                                          : 180 + (items > 18 ? 24 : 30) * items;
    case CHART_SERIES:
        break;
    }
    return 500;
}
