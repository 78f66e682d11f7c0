#include "cli/release_place.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char within[] = "project/";

/* The path of a file of the project below root; NULL when it is none, or without memory. */
static char *place_of(const struct release_place *place, const struct archive_file *file)
{
    size_t length = strlen(within);
    return strncmp(file->name, within, length) == 0
               ? file_join(place->release->arena, place->root, file->name + length)
               : NULL;
}

static bool write_below(const char *path, char *full, const struct archive_file *file,
                        struct err *err)
{
    char *slash = strrchr(full, '/');
    if (!slash)
        return err_set(err, ERR_FILE_DAMAGED, "%s holds a file without a folder", path);
    *slash = '\0';
    bool made = file_make_folder(full, err);
    *slash = '/';
    return made && file_replace(full, file->bytes, file->length, err);
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
    for (size_t i = 0; i < release->count; i++) {
        const struct archive_file *file = &release->files[i];
        char *full = place_of(place, file);
        if (!full && strncmp(file->name, within, strlen(within)) == 0)
            return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while unpacking a release");
        if (full && !write_below(path, full, file, err))
            return false;
    }
    return true;
}

bool release_place_make(const struct release *release, const char *path,
                        struct release_place *place, struct err *err)
{
    *place = (struct release_place){.release = release};
    if (!file_is_folder(path))
        return unpack(path, place, err);
    place->root = file_join(release->arena, path, "project");
    return place->root ||
           err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading a release");
}

void release_place_remove(const struct release_place *place)
{
    for (size_t i = 0; place->unpacked && i < place->release->count; i++) {
        char *full = place_of(place, &place->release->files[i]);
        if (full)
            unlink(full);
        for (char *cut = full ? strrchr(full, '/') : NULL;
             cut && cut > full + strlen(place->root); cut = strrchr(full, '/')) {
            *cut = '\0';
            if (rmdir(full) != 0)
                break;
        }
    }
    if (place->unpacked)
        rmdir(place->root);
}
