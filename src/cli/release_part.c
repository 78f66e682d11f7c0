#include "cli/release_part.h"

#include "base/file.h"
#include "base/lock.h"
#include "cli/release_place.h"

#include <string.h>
#include <unistd.h>

static const char sums_name[] = "SHA256SUMS", marked_name[] = "SHA256SUMS.part";

/* folder: beside the release's place. marked: the release's files, the sums first and by their
 * other name. */
struct part {
    const char *folder;
    const char *sums;
    const char *marked_sums;
    struct release marked;
};

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while writing a release");
}

static bool prepare(const struct release *release, const char *path, struct part *part,
                    struct err *err)
{
    struct arena *arena = release->arena;
    part->folder = arena_printf(arena, "%s.part", path);
    part->sums = arena_printf(arena, "%s.part/%s", path, sums_name);
    part->marked_sums = arena_printf(arena, "%s.part/%s", path, marked_name);
    part->marked = (struct release){.arena = arena, .count = release->count};
    part->marked.files = arena_alloc(arena, release->count, sizeof *part->marked.files);
    if (!part->folder || !part->sums || !part->marked_sums || !part->marked.files)
        return out_of_memory(err);
    size_t next = 1;
    for (size_t i = 0; i < release->count; i++) {
        bool sums = strcmp(release->files[i].name, sums_name) == 0;
        part->marked.files[sums ? 0 : next] = release->files[i];
        next += !sums;
    }
    part->marked.files[0].name = marked_name;
    return true;
}

/* Takes away the files of a release that was not finished. */
static bool clear_left(const struct part *part, struct err *err)
{
    struct release left;
    struct arena *arena = part->marked.arena;
    size_t length;
    const char *sums = file_read(arena, part->marked_sums, 0, &length, err);
    if (!sums)
        return false;
    if (!release_list(arena, sums, &left))
        return out_of_memory(err);
    release_place_clear(&left, "", part->folder);
    unlink(part->marked_sums);
    return true;
}

/* Whether the folder holds this very release, killed between its last two renames. */
static bool is_whole(const struct part *part)
{
    struct err err;
    struct release found;
    const char *wrong;
    const struct archive_file *own = &part->marked.files[0];
    if (!release_read(part->marked.arena, part->folder, &found, &wrong, &err))
        return false;
    const struct archive_file *sums = release_find(&found, sums_name);
    return sums->length == own->length && memcmp(sums->bytes, own->bytes, own->length) == 0;
}

/* Makes room in a folder that was there before. */
static bool take_over(const struct part *part, bool *whole, struct err *err)
{
    const char **names;
    if (file_exists(part->marked_sums) && !clear_left(part, err))
        return false;
    *whole = file_exists(part->sums) && is_whole(part);
    size_t count = *whole ? 0 : file_list(part->marked.arena, part->folder, "", &names, err);
    if (count == 0)
        return true;
    if (count == SIZE_MAX)
        return false;
    err_set(err, ERR_FILE_WRITE, "%s is there, and is not what a stopped freeze leaves: it has %s",
            part->folder, names[0]);
    return err_hint(err, "a release is put together there; take it away, or choose another name");
}

static bool write_whole(const struct part *part, struct err *err)
{
    return release_place_write(&part->marked, "", part->folder, err) &&
           file_rename(part->marked_sums, part->sums, err);
}

bool release_part_write(const struct release *release, const char *path, const char **replaced,
                        struct err *err)
{
    struct part part;
    bool whole = false;
    *replaced = NULL;
    if (!prepare(release, path, &part, err))
        return false;
    bool there = file_exists(part.folder);
    if (!file_make_folder(part.folder, err))
        return false;
    int lock = lock_try_folder(part.folder, err);
    if (lock < 0 || (there && !take_over(&part, &whole, err))) {
        if (!there)
            rmdir(part.folder);
        lock_release(lock);
        return false;
    }
    bool written = (whole || write_whole(&part, err)) && file_rename(part.folder, path, err);
    if (!written && !whole) {
        release_place_clear(&part.marked, "", part.folder);
        unlink(part.sums);
        rmdir(part.folder);
    }
    if (written && there)
        *replaced = part.folder;
    lock_release(lock);
    return written;
}
