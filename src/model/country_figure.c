#include "model/country_scale.h"

#include "base/number.h"

#include <math.h>

/* Half-widths of 90 % from low and high, or from a standard error, as published. */
static void set_figure_ends(const struct country_load *load, const struct indicator *indicator,
                            const struct country_figure *figure, struct observation *made)
{
    double level = isnan(figure->level) ? load->sources->items[made->source].level : figure->level;
    if (!isnan(figure->se)) {
        double width =
            COUNTRY_SCALE_NORMAL_95 * country_scale_width(load, indicator, made, figure->se);
        country_scale_interval(made, indicator, width, width);
        made->interval_published = true;
    } else if (!isnan(figure->low) && !isnan(figure->high)) {
        double one = country_scale_value(load, indicator, made, figure->low);
        double other = country_scale_value(load, indicator, made, figure->high);
        country_scale_interval(made, indicator,
                               country_scale_half(level, made->value - fmin(one, other)),
                               country_scale_half(level, fmax(one, other) - made->value));
        made->interval_published = true;
    }
}

bool country_add_figure(struct country_load *load, uint32_t indicator_index,
                        const struct series_use *use, const struct country_figure *figure,
                        struct err *err)
{
    const struct indicator *indicator = &load->codebook->indicators[indicator_index];
    const struct source *source = &load->sources->items[figure->source];
    struct observation made = {.country = figure->country,
                               .indicator = indicator_index,
                               .source = figure->source,
                               .date = figure->date,
                               .low = NAN,
                               .high = NAN,
                               .as_published = figure->value,
                               .use = use,
                               .retracted = INT32_MAX,
                               .recorded = source->dated ? source->date.last : figure->date.last,
                               .file = figure->file,
                               .line = figure->line};
    double least, most;
    char text[NUMBER_PRINT_SIZE];
    country_scale_ends(load, indicator, &made, &least, &most);
    if (indicator->scale.kind == SCALE_ORDINAL && !use->clip &&
        (figure->value < least || figure->value > most)) {
        number_print(figure->value, text);
        return err_set(err, ERR_VALUE_OUTSIDE, "%s is %s, but its series runs from %g to %g",
                       indicator->id, text, least, most);
    }
    made.value = country_scale_value(load, indicator, &made, figure->value);
    set_figure_ends(load, indicator, figure, &made);
    if (!load_grow(load->load, (void **)&load->observations, load->observation_count, 1,
                   &load->observation_capacity, sizeof made))
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading a panel");
    load->observations[load->observation_count++] = made;
    return true;
}
