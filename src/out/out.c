#include "out/out.h"

#include "out/out_csv.h"
#include "out/out_json.h"
#include "out/out_markdown.h"
#include "out/out_table.h"

#include <string.h>

bool out_rows(const struct rows *rows, enum out_format format, const struct out_options *options,
              struct text_buffer *buffer)
{
    switch (format) {
    case OUT_TABLE:
        out_table(rows, options->columns ? options->columns : 80, options->colour, buffer);
        break;
    case OUT_CSV:
        out_csv(rows, buffer);
        break;
    case OUT_JSON:
        out_json(rows, buffer);
        break;
    case OUT_MARKDOWN:
        out_markdown(rows, buffer);
        break;
    }
    return !buffer->failed && !rows->failed;
}

struct format_name {
    const char *name;
    const char *extension;
    enum out_format format;
};

static const struct format_name format_names[] = {
    {"table", ".txt", OUT_TABLE},
    {"csv", ".csv", OUT_CSV},
    {"json", ".json", OUT_JSON},
    {"md", ".md", OUT_MARKDOWN},
};

enum { FORMAT_COUNT = sizeof format_names / sizeof *format_names };

bool out_format_of(const char *name, enum out_format *format)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(name, format_names[i].name) == 0) {
            *format = format_names[i].format;
            return true;
        }
    }
    return false;
}

bool out_format_of_file(const char *path, enum out_format *format)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < FORMAT_COUNT; i++) {
        if (strcmp(dot, format_names[i].extension) == 0) {
            *format = format_names[i].format;
            return true;
        }
    }
    return false;
}
