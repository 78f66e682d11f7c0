#include "cli/release_place.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char project[] = "project/";

/* Where a file stands below a folder; NULL when its name does not begin with `within`, or (with
 * *failed) without memory. */
static char *place_of(const struct release *release, const struct archive_file *file,
                      const char *within, const char *folder, bool *failed)
{
    size_t length = strlen(within);
    if (strncmp(file->name, within, length) != 0)
        return NULL;
    char *full = file_join(release->arena, folder, file->name + length);
    *failed = *failed || !full;
    return full;
}

static bool write_below(char *full, const struct archive_file *file, struct err *err)
{
    char *slash = strrchr(full, '/');
    *slash = '\0';
    bool made = file_make_folder(full, err);
    *slash = '/';
    return made && file_write_new(full, file->bytes, file->length, err);
}

bool release_place_write(const struct release *release, const char *within, const char *folder,
                         struct err *err)
{
    bool failed = false;
    for (size_t i = 0; i < release->count; i++) {
        const struct archive_file *file = &release->files[i];
        char *full = place_of(release, file, within, folder, &failed);
        if (failed)
            return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while writing a release");
        if (full && !write_below(full, file, err))
            return false;
    }
    return true;
}

/* Whether what leads to a file's place is folders, as far as it is there, and no link. */
static bool is_within(char *full, size_t folder_length)
{
    struct stat found;
    bool within = true, there = true;
    for (char *slash = strchr(full + folder_length, '/'); slash && within && there;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        there = lstat(full, &found) == 0;
        within = there ? S_ISDIR(found.st_mode) : errno == ENOENT;
        *slash = '/';
    }
    return within;
}

void release_place_clear(const struct release *release, const char *within, const char *folder)
{
    bool failed = false;
    for (size_t i = 0; i < release->count; i++) {
        char *full = place_of(release, &release->files[i], within, folder, &failed);
        if (!full || !is_within(full, strlen(folder)))
            continue;
        unlink(full);
        for (char *cut = strrchr(full, '/'); cut && cut > full + strlen(folder);
             cut = strrchr(full, '/')) {
            *cut = '\0';
            if (rmdir(full) != 0 && errno != ENOENT)
                break;
        }
    }
}

static bool unpack(const char *path, struct release_place *place, struct err *err)
{
    const struct release *release = place->release;
    const char *set = getenv("TMPDIR"), *folder = set && *set ? set : "/tmp";
    char *root = arena_printf(release->arena, "%s/tidemark-XXXXXX", folder);
    if (!root)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while unpacking a release");
    if (!mkdtemp(root))
        return err_set(err, ERR_FILE_WRITE, "no folder can be made in %s to unpack %s in", folder,
                       path);
    place->root = root;
    place->unpacked = true;
    return release_place_write(release, project, root, err);
}

bool release_place_make(const struct release *release, const char *path,
                        struct release_place *place, struct err *err)
{
    *place = (struct release_place){.release = release};
    if (!file_is_folder(path))
        return unpack(path, place, err);
    place->root = file_join(release->arena, path, "project");
    return place->root || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading a release");
}

void release_place_remove(const struct release_place *place)
{
    if (!place->unpacked)
        return;
    release_place_clear(place->release, project, place->root);
    rmdir(place->root);
}
