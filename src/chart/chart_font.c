#include "chart/chart_font.h"

#include "chart/layout_text.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

struct chart_font {
    FcConfig *config;
    FcCharSet *covered; /* by any font; made when it is first asked for */
};

static FcFontSet *list(FcConfig *config, const char *family)
{
    FcPattern *pattern = FcPatternCreate();
    FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, FC_CHARSET, (char *)NULL);
    FcFontSet *found = NULL;
    if (pattern && family)
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    if (pattern && objects)
        found = FcFontList(config, pattern, objects);
    if (objects)
        FcObjectSetDestroy(objects);
    if (pattern)
        FcPatternDestroy(pattern);
    return found;
}

static bool has_family(FcConfig *config, const char *family)
{
    FcFontSet *found = list(config, family);
    bool has = found && found->nfont > 0;
    if (found)
        FcFontSetDestroy(found);
    return has;
}

static FcCharSet *covered_by_any(FcConfig *config)
{
    FcFontSet *found = list(config, NULL);
    FcCharSet *all = FcCharSetCreate();
    for (int i = 0; found && all && i < found->nfont; i++) {
        FcCharSet *one;
        if (FcPatternGetCharSet(found->fonts[i], FC_CHARSET, 0, &one) == FcResultMatch)
            FcCharSetMerge(all, one, NULL);
    }
    if (found)
        FcFontSetDestroy(found);
    return all;
}

/* Reading what fonts there are takes as long as a drawing does: it is done when first needed. */
static bool has_config(struct chart_font *font)
{
    if (!font->config)
        font->config = FcInitLoadConfigAndFonts();
    return font->config != NULL;
}

struct chart_font *chart_font_open(bool installed, struct err *err)
{
    struct chart_font *font = calloc(1, sizeof *font);
    if (!font || (installed && !has_config(font))) {
        chart_font_close(font);
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for fonts");
        return NULL;
    }
    if (installed && !has_family(font->config, "Inter")) {
        chart_font_close(font);
        err_set(err, ERR_CHART_FONT, "the font Inter is not installed, so charts cannot be set");
        err_hint(err, "install it: apt-get install fonts-inter (Debian), or from rsms.me/inter; "
                      "an SVG needs no font here");
        return NULL;
    }
    return font;
}

void chart_font_close(struct chart_font *font)
{
    if (!font)
        return;
    if (font->covered)
        FcCharSetDestroy(font->covered);
    if (font->config)
        FcConfigDestroy(font->config);
    free(font);
}

/* Other fonts are asked only about what Inter does not have. */
static bool covers(struct chart_font *font, uint32_t point)
{
    if (point < 0x180 || layout_metrics_advance(point, LAYOUT_REGULAR) > 0)
        return true;
    if (!font->covered && has_config(font))
        font->covered = covered_by_any(font->config);
    return !font->covered || FcCharSetHasChar(font->covered, point);
}

const char *chart_font_cover(struct chart_font *font, struct arena *arena, const char *text,
                             struct err_list *notices)
{
    struct text_buffer made = {0};
    size_t length = text ? strlen(text) : 0, lost = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = text_scalar(text + at, length - at, &point);
        if (size > 0 && (layout_text_right_to_left(point) || !covers(font, point)) && ++lost)
            text_add_string(&made, "?");
        else
            text_add(&made, text + at, size ? size : 1);
        at += size ? size : 1;
    }
    const char *kept = lost == 0 ? text : arena_text(arena, made.bytes, made.length);
    if (lost > 0 && notices) {
        struct err notice;
        err_set(
            &notice, ERR_CHART_FONT,
            "%zu of the characters of \"%s\" are drawn as ?: no font here has them, or they are "
            "written from right to left",
            lost, text);
        notice.severity = ERR_NOTICE;
        err_list_add(notices, &notice);
    }
    bool failed = made.failed;
    text_buffer_free(&made);
    return failed ? NULL : kept;
}
