#include "chart/chart_image.h"

#include "base/process.h"
#include "chart/chart_text.h"

#include <string.h>

enum { IMAGE_BYTES_MAX = 64 * 1024 * 1024, IMAGE_SECONDS = 60 };

bool chart_image_program(const char *gnuplot, char *path, size_t size, struct err *err)
{
    const char *name = gnuplot ? gnuplot : "gnuplot";
    if (process_find(name, path, size))
        return true;
    err_set(err, ERR_PROGRAM, "%s is not there or cannot be run, so no chart can be drawn", name);
    err_hint(err, gnuplot ? "see the path given with --gnuplot"
                          : "install it: apt-get install gnuplot-nox (Debian), or name one with "
                            "--gnuplot PATH");
    return false;
}

/* The first line gnuplot complained in; empty when it did not. fontconfig's own remarks do not
 * count. */
static struct text complaint(const struct text_buffer *errors)
{
    const char *at = errors->bytes ? errors->bytes : "";
    while (*at) {
        size_t length = strcspn(at, "\n");
        size_t blank = strspn(at, " \t^");
        bool remark = strncmp(at, "Fontconfig", strlen("Fontconfig")) == 0;
        if (blank < length && !remark)
            return (struct text){at, length};
        at += length + (at[length] == '\n');
    }
    return (struct text){"", 0};
}

static bool ends_with(const struct text_buffer *image, const char *end, size_t length)
{
    return image->length >= length &&
           memcmp(image->bytes + image->length - length, end, length) == 0;
}

/* Begins and ends as the format does. */
static bool is_whole(const struct text_buffer *image, enum chart_format format)
{
    static const char png_end[] = "IEND\xAE\x42\x60\x82";
    if (image->length < 64)
        return false;
    if (format == CHART_PNG)
        return memcmp(image->bytes, "\x89PNG\r\n\x1a\n", 8) == 0 && ends_with(image, png_end, 8);
    if (format == CHART_PDF)
        return memcmp(image->bytes, "%PDF-", 5) == 0 &&
               (ends_with(image, "%%EOF\n", 6) || ends_with(image, "%%EOF", 5));
    return memcmp(image->bytes, "<?xml", 5) == 0 &&
           (ends_with(image, "</svg>\n\n", 8) || ends_with(image, "</svg>\n", 7));
}

bool chart_image_judge(const struct process_result *result, enum chart_format format,
                       struct err *err)
{
    struct text said = complaint(&result->errors);
    if (result->timed_out)
        err_set(err, ERR_CHART_DRAWING, "gnuplot did not end within %d seconds and was stopped",
                IMAGE_SECONDS);
    else if (result->too_long)
        err_set(err, ERR_CHART_DRAWING, "gnuplot wrote more than %d MiB and was stopped",
                IMAGE_BYTES_MAX / 1024 / 1024);
    else if (said.length > 0 || result->end.exit_code != 0)
        err_set(err, ERR_CHART_DRAWING, "gnuplot did not draw the chart: %.*s",
                (int)(said.length ? said.length : strlen("it ended early")),
                said.length ? said.bytes : "it ended early");
    else if (!is_whole(&result->output, format))
        err_set(err, ERR_CHART_DRAWING, "gnuplot left half an image");
    else
        return true;
    err_hint(err, "keep the script with --keep-script and run gnuplot on it; version 5.4 or later "
                  "with cairo is needed (gnuplot-nox)");
    return false;
}

static const char *find(const char *bytes, size_t length, const char *what)
{
    return memmem(bytes, length, what, strlen(what));
}

/* Copies svg without the titles of plots, which a browser would show under the mouse. */
static void add_untitled(struct text_buffer *out, const char *svg, size_t length)
{
    static const char open[] = "<title>$d", end[] = "</title>";
    while (length > 0) {
        const char *at = find(svg, length, open);
        const char *close = at ? find(at, length - (size_t)(at - svg), end) : NULL;
        size_t before = close ? (size_t)(at - svg) : length;
        text_add(out, svg, before);
        size_t taken = close ? (size_t)(close - svg) + strlen(end) : length;
        svg += taken;
        length -= taken;
    }
}

/* Copies svg with every family name given fallbacks and its weight. */
static void add_with_fonts(struct text_buffer *out, const char *svg, size_t length)
{
    static const struct {
        const char *family;
        int weight;
    } families[] = {{"font-family=\"Inter SemiBold\"", 600},
                    {"font-family=\"Inter Medium\"", 500},
                    {"font-family=\"Inter\"", 400}};
    size_t at = 0;
    while (at < length) {
        const char *next = find(svg + at, length - at, "font-family=\"Inter");
        size_t before = next ? (size_t)(next - (svg + at)) : length - at;
        text_add(out, svg + at, before);
        at += before;
        if (at >= length)
            return;
        size_t taken = 1;
        for (size_t i = 0; i < sizeof families / sizeof *families && taken == 1; i++) {
            size_t size = strlen(families[i].family);
            if (at + size > length || memcmp(svg + at, families[i].family, size) != 0)
                continue;
            text_add_format(out,
                            "font-family=\"Inter, 'Noto Sans', 'Helvetica Neue', Arial, "
                            "sans-serif\" font-weight=\"%d\"",
                            families[i].weight);
            taken = size;
        }
        if (taken == 1)
            text_add(out, svg + at, 1);
        at += taken;
    }
}

/* gnuplot's own title and description give way to the chart's; nothing else names the program. */
static bool finish_svg(const struct text_buffer *raw, const char *title, const char *description,
                       enum chart_language language, struct text_buffer *image, struct err *err)
{
    static const char open[] = "<svg ", own[] = "<title>Gnuplot</title>", end[] = "</desc>";
    const char *svg = find(raw->bytes, raw->length, open);
    const char *from = find(raw->bytes, raw->length, own);
    const char *to = find(raw->bytes, raw->length, end);
    if (!svg || !from || !to || svg > from || from > to || find(raw->bytes, raw->length, "<script"))
        return err_set(err, ERR_CHART_DRAWING, "gnuplot wrote an SVG of an unknown form");
    const char *rest = to + strlen(end);
    text_add(image, raw->bytes, (size_t)(svg - raw->bytes) + strlen(open));
    text_add_string(image, "role=\"img\" aria-labelledby=\"t d\" lang=\"");
    text_add_string(image, chart_words_code(language));
    text_add_string(image, "\" style=\"font-kerning:none;font-variant-ligatures:none\" ");
    text_add(image, svg + strlen(open), (size_t)(from - svg) - strlen(open));
    text_add_string(image, "<title id=\"t\">");
    chart_text_add_xml(image, title);
    text_add_string(image, "</title>\n<desc id=\"d\">");
    chart_text_add_xml(image, description);
    text_add_string(image, "</desc>");
    struct text_buffer untitled = {0};
    add_untitled(&untitled, rest, raw->length - (size_t)(rest - raw->bytes));
    if (!untitled.failed)
        add_with_fonts(image, untitled.bytes, untitled.length);
    image->failed = image->failed || untitled.failed;
    text_buffer_free(&untitled);
    return !image->failed || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

/* The only thing in the PDF that depends on when it was made; overwritten at the same length. */
static void fix_pdf_date(struct text_buffer *image)
{
    static const char key[] = "/CreationDate (D:";
    const char *at = find(image->bytes, image->length, key);
    size_t offset = at ? (size_t)(at - image->bytes) + strlen(key) : image->length;
    for (size_t i = offset; i < image->length && i < offset + 14; i++)
        image->bytes[i] = "20000101000000"[i - offset];
}

bool chart_image_draw(const char *gnuplot, const struct text_buffer *script,
                      enum chart_format format, const char *title, const char *description,
                      enum chart_language language, struct text_buffer *image, struct err *err)
{
    char path[512];
    static const char *const environment[] = {"TZ=UTC", "LC_ALL=C.UTF-8", "HOME=/nonexistent",
                                              NULL};
    const char *const arguments[] = {"gnuplot", "-d", NULL};
    struct process_result result;
    if (!chart_image_program(gnuplot, path, sizeof path, err))
        return false;
    struct process_run run = {.path = path,
                              .arguments = arguments,
                              .environment = environment,
                              .input = script->bytes,
                              .input_length = script->length,
                              .output_max_bytes = IMAGE_BYTES_MAX,
                              .wall_seconds = IMAGE_SECONDS,
                              .confined = true};
    bool done = process_run(&run, &result, err) && chart_image_judge(&result, format, err);
    if (done && format == CHART_SVG) {
        done = finish_svg(&result.output, title, description, language, image, err);
    } else if (done) {
        text_add(image, result.output.bytes, result.output.length);
        done = !image->failed || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
        if (done && format == CHART_PDF)
            fix_pdf_date(image);
    }
    text_buffer_free(&result.output);
    text_buffer_free(&result.errors);
    return done;
}
