#include "chart/chart_kinds.h"

#include "chart/chart_spread.h"

#include <math.h>
#include <string.h>

static const double px_per_pt = 4.0 / 3;

/* The plot's place on the page and its axes. */
struct frame {
    double left;
    double right;
    double top;
    double bottom;
    double first;
    double last;
    double low;
    double high;
};

static double x_of(const struct frame *frame, double position)
{
    return frame->left +
           (position - frame->first) / (frame->last - frame->first) * (frame->right - frame->left);
}

static double y_of(const struct frame *frame, double value)
{
    return frame->bottom -
           (value - frame->low) / (frame->high - frame->low) * (frame->bottom - frame->top);
}

/* Where a country's line ends: its last figure. */
static const struct chart_figure *last_figure(const struct chart_data *data, size_t country,
                                              size_t *period)
{
    for (size_t p = data->period_count; p-- > 0;)
        if (!isnan(chart_data_at(data, country, 0, p)->value)) {
            *period = p;
            return chart_data_at(data, country, 0, p);
        }
    return NULL;
}

/* "Kyrgyzstan  36", with the period when the line ends early. */
static const char *end_text(const struct chart_page *page, size_t country, double width)
{
    size_t period = 0;
    const struct chart_data *data = page->data;
    const struct chart_figure *figure = last_figure(data, country, &period);
    const char *name = data->countries[country].name;
    const char *text =
        !figure ? ""
        : period + 1 == data->period_count
            ? arena_printf(page->arena, "%s  %.*f", name, chart_data_decimals(page->request),
                           figure->value)
            : arena_printf(page->arena, "%s  %.*f (%s)", name, chart_data_decimals(page->request),
                           figure->value, data->periods[period].text);
    return text && width > 0
               ? chart_text_fit(page->arena, text, CHART_SEMIBOLD, 9.5 * px_per_pt, width)
               : text;
}

static struct frame frame_of(const struct chart_page *page, double top, double bottom)
{
    const struct chart_data *data = page->data;
    const struct chart_request *request = page->request;
    double widest = 60;
    for (size_t c = 0; c < data->country_count; c++) {
        const char *text = end_text(page, c, 0);
        double width = chart_text_width_px(text ? text : "", CHART_SEMIBOLD, 9.5 * px_per_pt);
        widest = width > widest ? width : widest;
    }
    if (widest > page->width_px * 0.3)
        widest = page->width_px * 0.3;
    double most = chart_data_most(data, request->scale_best), low = request->scale_worst;
    double step = chart_page_step(most - low > 0 ? most - low : 1);
    double span = data->periods[data->period_count - 1].position - data->periods[0].position;
    return (struct frame){.left = 46,
                          .right = page->width_px - 16 - widest - 16,
                          .top = top,
                          .bottom = page->height_px - bottom - 44,
                          .first = data->periods[0].position - (span > 0 ? span * 0.03 : 0.5),
                          .last = data->periods[data->period_count - 1].position +
                                  (span > 0 ? span * 0.025 : 0.5),
                          .low = low,
                          .high = low + ceil((most - low) / step - 1e-9) * step};
}

/* A run of periods with figures, ended by a missing one or a break. */
static size_t run_end(const struct chart_data *data, size_t country, size_t from)
{
    size_t p = from;
    while (p < data->period_count && !isnan(chart_data_at(data, country, 0, p)->value) &&
           (p == from || !chart_data_at(data, country, 0, p)->broken))
        p++;
    return p;
}

static void add_data(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    for (size_t c = 0; c < data->country_count; c++) {
        text_add_format(page->script, "$c%zu << EOD\n", c);
        for (size_t p = 0; p < data->period_count; p++) {
            const struct chart_figure *figure = chart_data_at(data, c, 0, p);
            bool gap = isnan(figure->value);
            if (figure->broken && p > 0)
                text_add_string(page->script, "\n");
            if (gap) {
                text_add_string(page->script, "\n");
                continue;
            }
            chart_page_number(page, data->periods[p].position);
            text_add_string(page->script, " ");
            chart_page_number(page, figure->value);
            text_add_string(page->script, "\n");
        }
        text_add_string(page->script, "EOD\n");
    }
}

/* A band a run of periods whose ends are both known. */
static void add_bands(struct chart_page *page, struct text_buffer *plot)
{
    const struct chart_data *data = page->data;
    size_t count = 0;
    for (size_t c = 0; c < data->country_count; c++) {
        for (size_t p = 0; p < data->period_count;) {
            size_t end = p;
            while (end < run_end(data, c, p) && !isnan(chart_data_at(data, c, 0, end)->low))
                end++;
            if (end - p >= 2) {
                text_add_format(page->script, "$b%zu << EOD\n", count);
                for (size_t i = p; i < end; i++)
                    text_add_format(page->script, "%.17g %.17g %.17g\n", data->periods[i].position,
                                    chart_data_at(data, c, 0, i)->low,
                                    chart_data_at(data, c, 0, i)->high);
                text_add_string(page->script, "EOD\n");
                text_add_format(plot, "%s$b%zu using 1:2:3 with filledcurves lc rgb \"%s\"",
                                plot->length ? ", " : "", count++,
                                chart_page_look(c, data->country_count).line);
            }
            p = end > p ? end : p + 1;
        }
    }
}

static void add_lines(struct chart_page *page, struct text_buffer *plot)
{
    const struct chart_data *data = page->data;
    for (size_t c = 0; c < data->country_count; c++)
        text_add_format(plot, "%s$c%zu using 1:2 with lines lc rgb \"%s\" lw 2.2",
                        plot->length ? ", " : "", c, chart_page_look(c, data->country_count).line);
    /* A figure alone between gaps has no line: its point shows it. */
    for (size_t c = 0; c < data->country_count; c++) {
        struct chart_look look = chart_page_look(c, data->country_count);
        size_t end = 0;
        for (size_t p = 0; p<data->period_count; p = end> p ? end : p + 1) {
            end = run_end(data, c, p);
            bool final = end > p && end == data->period_count;
            if (end - p == 1 || final)
                text_add_format(plot,
                                ", $c%zu using ($1 == %.17g ? $1 : NaN):2 with points pt %d ps %g "
                                "lc rgb \"%s\"",
                                c, data->periods[end - 1].position, look.point, look.size,
                                look.line);
        }
    }
}

/* Names with last figures, spread so that none touches another. */
static void add_names(struct chart_page *page, const struct frame *frame)
{
    const struct chart_data *data = page->data;
    size_t count = 0;
    size_t *order = arena_alloc(page->arena, data->country_count + 1, sizeof *order);
    double *wanted = arena_alloc(page->arena, data->country_count + 1, sizeof *wanted);
    double *placed = arena_alloc(page->arena, data->country_count + 1, sizeof *placed);
    if (!order || !wanted || !placed) {
        page->script->failed = true;
        return;
    }
    for (size_t c = 0; c < data->country_count; c++) {
        size_t period;
        const struct chart_figure *figure = last_figure(data, c, &period);
        if (!figure)
            continue;
        double y = y_of(frame, figure->value);
        size_t at = count++;
        for (; at > 0 && wanted[at - 1] > y; at--) {
            wanted[at] = wanted[at - 1];
            order[at] = order[at - 1];
        }
        wanted[at] = y;
        order[at] = c;
    }
    chart_spread(wanted, count, 16, frame->top - 8, frame->bottom, placed);
    for (size_t i = 0; i < count; i++) {
        const char *text = end_text(page, order[i], page->width_px - 12 - (frame->right + 10));
        if (text)
            chart_page_text(page, text, frame->right + 10, placed[i], CHART_LEFT,
                            data->country_count <= 3 ? "Inter SemiBold,9.5" : "Inter,8.5",
                            chart_page_look(order[i], data->country_count).text);
    }
}

/* An event's place: its text in a row above the plot, left or right of its hairline. */
struct mark {
    double x;
    size_t row; /* of the rows that marks is */
    int tier;   /* 0 just above the plot, 1 above that; -1: no room */
    bool to_left;
    double width;
    const char *text;
};

enum { MARKS_MAX = 32, MARK_TIERS = 3, MARK_WIDTH_PX = 170 };

/* Height of a tier: a date and at most two lines of text. */
static const double tier_px = 44;

/* Date and label, the label in one or two lines, and the widest of them. */
static bool measure_mark(const struct chart_page *page, struct mark *mark)
{
    const struct rows *rows = page->request->marks;
    const char *date = rows_text(rows, mark->row, rows_find(rows, "date"));
    const char *label = rows_text(rows, mark->row, rows_find(rows, "label"));
    size_t lines;
    const char *wrapped =
        chart_text_wrap(page->arena, label, CHART_REGULAR, 8 * px_per_pt, MARK_WIDTH_PX, 2, &lines);
    mark->text = wrapped ? arena_printf(page->arena, "%s\n%s", date, wrapped) : NULL;
    for (const char *line = mark->text; line && *line;) {
        size_t length = strcspn(line, "\n");
        const char *one = arena_text(page->arena, line, length);
        double width = one ? chart_text_width_px(one, CHART_REGULAR, 8 * px_per_pt) : 0;
        mark->width = width > mark->width ? width : mark->width;
        line += length + (line[length] == '\n');
    }
    return mark->text != NULL;
}

/* Those of all countries come first: they have the better claim to the room. */
static size_t collect_marks(const struct chart_page *page, const struct frame *frame,
                            struct mark *marks)
{
    const struct rows *rows = page->request->marks;
    size_t count = 0;
    if (!rows)
        return 0;
    for (int shared = 1; shared >= 0; shared--)
        for (size_t row = 0; row < rows->count && count < MARKS_MAX; row++) {
            double at = rows_number(rows, row, rows_find(rows, "period_position"));
            bool of_all = !*rows_text(rows, row, rows_find(rows, "country"));
            if (of_all != (shared == 1) || !(at >= frame->first && at <= frame->last))
                continue;
            marks[count] = (struct mark){.x = x_of(frame, at), .row = row, .tier = -1};
            if (measure_mark(page, &marks[count]))
                count++;
            else
                page->script->failed = true;
        }
    return count;
}

/* A text of a higher tier may not stand on the hairline of another: hairlines reach their own tier
 * only, so a text must keep clear of lines that end at its tier or above. */
static bool is_free(const struct mark *marks, size_t count, size_t at, double left, double right,
                    int tier)
{
    for (size_t i = 0; i < count; i++) {
        if (i == at || marks[i].tier < 0)
            continue;
        double x = marks[i].x;
        if (marks[i].tier >= tier && x > left - 4 && x < right + 4)
            return false;
        if (marks[i].tier != tier)
            continue;
        double other_left = marks[i].to_left ? x - 6 - marks[i].width : x + 6;
        double other_right = other_left + marks[i].width;
        if (left < other_right + 8 && other_left < right + 8)
            return false;
    }
    return true;
}

/* Whether the hairline of a mark at this tier would cross a text below it. */
static bool line_is_free(const struct mark *marks, size_t count, size_t at, int tier)
{
    for (size_t i = 0; i < count; i++) {
        if (i == at || marks[i].tier < 0 || marks[i].tier >= tier)
            continue;
        double left = marks[i].to_left ? marks[i].x - 6 - marks[i].width : marks[i].x + 6;
        if (marks[at].x > left - 4 && marks[at].x < left + marks[i].width + 4)
            return false;
    }
    return true;
}

static int place_marks(struct chart_page *page, struct mark *marks, size_t count)
{
    int tiers = 0;
    for (size_t i = 0; i < count; i++) {
        struct mark *mark = &marks[i];
        for (int tier = 0; tier < MARK_TIERS && mark->tier < 0; tier++) {
            for (int side = 0; side < 2 && mark->tier < 0; side++) {
                double left = side == 0 ? mark->x - 6 - mark->width : mark->x + 6;
                double right = left + mark->width;
                if (left < 16 || right > page->width_px - 16 ||
                    !is_free(marks, count, i, left, right, tier) ||
                    !line_is_free(marks, count, i, tier))
                    continue;
                mark->to_left = side == 0;
                mark->tier = tier;
                tiers = tier + 1 > tiers ? tier + 1 : tiers;
            }
        }
        if (mark->tier >= 0)
            continue;
        struct err notice;
        const struct rows *rows = page->request->marks;
        err_set(&notice, ERR_CHART_ROWS, "\"%s\" is left out: there is no room for its name",
                rows_text(rows, mark->row, rows_find(rows, "label")));
        notice.severity = ERR_NOTICE;
        if (page->notices)
            err_list_add(page->notices, &notice);
    }
    return tiers;
}

/* A country's line at a position between two periods; NaN where it has none. */
static double value_at(const struct chart_data *data, size_t country, double position)
{
    for (size_t p = 1; p < data->period_count; p++) {
        double from = data->periods[p - 1].position, to = data->periods[p].position;
        if (position < from || position > to)
            continue;
        double a = chart_data_at(data, country, 0, p - 1)->value;
        double b = chart_data_at(data, country, 0, p)->value;
        return a + (b - a) * (position - from) / (to - from);
    }
    return NAN;
}

/* A hairline down to the series it concerns, with a point on it, or through the whole plot. */
static void add_mark(struct chart_page *page, const struct frame *frame, const struct mark *mark)
{
    const struct rows *rows = page->request->marks;
    const struct chart_data *data = page->data;
    const char *country = rows_text(rows, mark->row, rows_find(rows, "country"));
    double position = rows_number(rows, mark->row, rows_find(rows, "period_position"));
    double top = frame->top - 12 - tier_px * (mark->tier + 1), end = frame->bottom;
    for (size_t c = 0; c < data->country_count && *country; c++) {
        double value =
            strcmp(data->countries[c].id, country) == 0 ? value_at(data, c, position) : NAN;
        if (isnan(value))
            continue;
        end = y_of(frame, value);
        text_add_format(page->script,
                        "set object %d circle at screen %.6f, screen %.6f size screen 0.0035 "
                        "fc rgb \"%s\" fs solid 1.0 noborder front\n",
                        ++page->objects, mark->x / page->width_px, 1 - end / page->height_px,
                        chart_page_ink);
    }
    chart_page_line(page, mark->x, top, mark->x, end, chart_page_base, 0.9, "dt (2,4) back");
    chart_page_text(page, mark->text, mark->to_left ? mark->x - 6 : mark->x + 6, top + 5,
                    mark->to_left ? CHART_RIGHT : CHART_LEFT, "Inter,8", chart_page_subtitle);
}

static void add_axes(struct chart_page *page, const struct frame *frame)
{
    const struct chart_data *data = page->data;
    size_t every = (data->period_count + 7) / 8;
    double step = chart_page_step(frame->high - frame->low);
    text_add_format(page->script,
                    "set xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\n"
                    "set ytics %.17g,%.17g,%.17g offset 0.6,0\nset grid ytics back ls 9\n"
                    "unset xtics\n",
                    frame->first, frame->last, frame->low, frame->high, frame->low, step,
                    frame->high);
    chart_page_line(page, frame->left, frame->bottom, frame->right, frame->bottom, chart_page_base,
                    1, "front");
    /* Counted from the last period, which is always named. */
    for (size_t p = data->period_count; p-- > 0;)
        if ((data->period_count - 1 - p) % every == 0)
            chart_page_text(page, data->periods[p].text, x_of(frame, data->periods[p].position),
                            frame->bottom + 16, CHART_CENTRE, "Inter,8.5", chart_page_axis);
}

void chart_series_plot(struct chart_page *page, double bottom)
{
    struct mark marks[MARKS_MAX];
    struct text_buffer plot = {0};
    struct frame frame = frame_of(page, 92, bottom);
    size_t count = collect_marks(page, &frame, marks);
    int tiers = place_marks(page, marks, count);
    frame.top = tiers ? 84 + tier_px * tiers : 96;
    chart_page_margins(page, frame.left, frame.right, frame.top, frame.bottom);
    add_axes(page, &frame);
    for (size_t i = 0; i < count; i++)
        if (marks[i].tier >= 0)
            add_mark(page, &frame, &marks[i]);
    add_names(page, &frame);
    add_data(page);
    add_bands(page, &plot);
    add_lines(page, &plot);
    text_add_string(page->script, "set style fill transparent solid 0.16 noborder\nplot ");
    text_add(page->script, plot.bytes ? plot.bytes : "", plot.length);
    text_add_string(page->script, "\n");
    page->script->failed = page->script->failed || plot.failed;
    text_buffer_free(&plot);
}
