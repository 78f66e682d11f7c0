#include "base/archive.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 512, NAME_SIZE = 100, PREFIX_SIZE = 155 };

/* Where fields stand in a header, and how long they are. */
enum {
    AT_MODE = 100,
    AT_USER = 108,
    AT_GROUP = 116,
    AT_SIZE = 124,
    AT_TIME = 136,
    AT_SUM = 148,
    AT_TYPE = 156,
    AT_MAGIC = 257,
    AT_PREFIX = 345
};

bool archive_is_name(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > NAME_SIZE + 1 + PREFIX_SIZE || name[0] == '/')
        return false;
    for (const char *part = name;;) {
        size_t size = strcspn(part, "/");
        bool dots = (size == 1 && part[0] == '.') || (size == 2 && memcmp(part, "..", 2) == 0);
        if (size == 0 || dots)
            return false;
        for (size_t i = 0; i < size; i++)
            if ((unsigned char)part[i] < 0x20 || part[i] == 0x7F || part[i] == '\\')
                return false;
        if (!part[size])
            return text_valid_until(name, length) == length;
        part += size + 1;
    }
}

/* Where a name is cut in two, SIZE_MAX when it cannot be; 0: it fits whole. */
static size_t cut_of(const char *name)
{
    size_t length = strlen(name);
    if (length <= NAME_SIZE)
        return 0;
    for (size_t i = length - 1; i > 0; i--)
        if (name[i] == '/' && i <= PREFIX_SIZE && length - i - 1 <= NAME_SIZE)
            return i;
    return SIZE_MAX;
}

static unsigned sum_of(const unsigned char *header)
{
    unsigned sum = 0;
    for (size_t i = 0; i < BLOCK; i++)
        sum += i >= AT_SUM && i < AT_SUM + 8 ? ' ' : header[i];
    return sum;
}

static void fill_header(char header[BLOCK], const struct archive_file *file, size_t cut)
{
    const char *rest = cut > 0 ? file->name + cut + 1 : file->name;
    memset(header, 0, BLOCK);
    memcpy(header, rest, strlen(rest));
    memcpy(header + AT_PREFIX, file->name, cut);
    snprintf(header + AT_MODE, 8, "%07o", 0644u);
    snprintf(header + AT_USER, 8, "%07o", 0u);
    snprintf(header + AT_GROUP, 8, "%07o", 0u);
    snprintf(header + AT_SIZE, 12, "%011zo", file->length);
    snprintf(header + AT_TIME, 12, "%011o", 0u);
    header[AT_TYPE] = '0';
    memcpy(header + AT_MAGIC,
           "ustar\0"
           "00",
           8);
    snprintf(header + AT_SUM, 8, "%06o", sum_of((const unsigned char *)header));
    header[AT_SUM + 7] = ' ';
}

bool archive_write(const struct archive_file *files, size_t count, struct text_buffer *out,
                   struct err *err)
{
    char header[BLOCK];
    if (count > ARCHIVE_FILES_MAX)
        return err_set(err, ERR_FILE_WRITE, "an archive holds at most %d files, and these are %zu",
                       ARCHIVE_FILES_MAX, count);
    for (size_t i = 0; i < count; i++) {
        size_t cut = archive_is_name(files[i].name) ? cut_of(files[i].name) : SIZE_MAX;
        if (cut == SIZE_MAX || files[i].length >> 33)
            return err_set(err, ERR_FILE_WRITE,
                           "%s cannot stand in an archive: its name is too "
                           "long or not plain",
                           files[i].name);
        fill_header(header, &files[i], cut);
        text_add(out, header, BLOCK);
        text_add(out, files[i].bytes, files[i].length);
        text_add_repeat(out, '\0', (BLOCK - files[i].length % BLOCK) % BLOCK);
    }
    text_add_repeat(out, '\0', (size_t)2 * BLOCK);
    return !out->failed || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while packing");
}

/* An octal number that fills its field but for an end; false when it is none. */
static bool octal(const char *field, size_t size, size_t *number)
{
    size_t i = 0;
    *number = 0;
    while (i < size && field[i] == ' ')
        i++;
    for (; i < size && field[i] >= '0' && field[i] <= '7'; i++)
        *number = *number << 3 | (size_t)(field[i] - '0');
    return i > 0 && (i == size || field[i] == '\0' || field[i] == ' ');
}

static bool is_zero(const char *block)
{
    for (size_t i = 0; i < BLOCK; i++)
        if (block[i])
            return false;
    return true;
}

static size_t damaged(struct err *err, const char *path, const char *why)
{
    err_set(err, ERR_FILE_DAMAGED, "%s: %s", path, why);
    return SIZE_MAX;
}

/* prefix/name of a header, in arena; NULL without memory. */
static char *name_of(struct arena *arena, const char *header)
{
    int prefix = (int)strnlen(header + AT_PREFIX, PREFIX_SIZE);
    int name = (int)strnlen(header, NAME_SIZE);
    return arena_printf(arena, "%.*s%s%.*s", prefix, header + AT_PREFIX, prefix > 0 ? "/" : "",
                        name, header);
}

static bool is_there(const struct archive_file *files, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].name, name) == 0)
            return true;
    return false;
}

/* One header and what it is of; *at moves on. False when it is no whole regular file or folder. */
static const char *take(struct arena *arena, const char *bytes, size_t length, size_t *at,
                        struct archive_file *file, bool *kept)
{
    size_t size, sum;
    const char *header = bytes + *at;
    *kept = false;
    if (memcmp(header + AT_MAGIC, "ustar", 5) != 0 || !octal(header + AT_SUM, 8, &sum) ||
        sum != sum_of((const unsigned char *)header) || !octal(header + AT_SIZE, 12, &size))
        return "it is no archive, or damaged";
    char type = header[AT_TYPE];
    if (type != '0' && type != '\0' && type != '5')
        return "it holds something else than files: a link or a device";
    char *name = name_of(arena, header);
    size_t end = name ? strlen(name) : 0;
    if (!name)
        return "";
    if (type == '5' && end > 0 && name[end - 1] == '/')
        name[end - 1] = '\0';
    if (!archive_is_name(name))
        return "it holds a file whose name leads elsewhere, or is not plain";
    *at += BLOCK;
    if (size > length - *at || (type == '5' && size > 0))
        return "it is cut short";
    *file = (struct archive_file){name, bytes + *at, size};
    *kept = type != '5';
    size_t padded = (size + BLOCK - 1) / BLOCK * BLOCK;
    if (padded > length - *at)
        return "it is cut short";
    *at += padded;
    return NULL;
}

size_t archive_read(struct arena *arena, const char *path, const char *bytes, size_t length,
                    struct archive_file **files, struct err *err)
{
    size_t count = 0, at = 0;
    size_t most = length / BLOCK < ARCHIVE_FILES_MAX ? length / BLOCK : ARCHIVE_FILES_MAX;
    *files = arena_alloc(arena, most + 1, sizeof **files);
    if (!*files)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while unpacking"), SIZE_MAX;
    while (length - at >= BLOCK && !is_zero(bytes + at)) {
        bool kept;
        const char *why = take(arena, bytes, length, &at, &(*files)[count], &kept);
        if (why && !*why)
            return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while unpacking"), SIZE_MAX;
        if (why)
            return damaged(err, path, why);
        if (kept && count == ARCHIVE_FILES_MAX)
            return damaged(err, path, "it holds more than 10,000 files");
        if (kept && is_there(*files, count, (*files)[count].name))
            return damaged(err, path, "it holds a file twice");
        count += kept;
    }
    return length - at >= BLOCK ? count : damaged(err, path, "it is cut short");
}
