#include "chart/chart_page.h"
#include "chart/chart_shade.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct lab {
    double l;
    double a;
    double b;
};

/* Linear light of a channel of sRGB (IEC 61966-2-1). */
static double linear(long channel)
{
    double c = (double)channel / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static void read_colour(const char *hex, double rgb[3])
{
    long all = strtol(hex + 1, NULL, 16);
    assert_true(hex[0] == '#' && strlen(hex) == 7);
    rgb[0] = linear(all >> 16 & 255);
    rgb[1] = linear(all >> 8 & 255);
    rgb[2] = linear(all & 255);
}

static double luminance(const char *hex)
{
    double rgb[3];
    read_colour(hex, rgb);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

/* WCAG 2.1, contrast ratio. */
static double contrast(const char *one, const char *other)
{
    double a = luminance(one), b = luminance(other);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision
 * deficiency, 2009: severity 1 of protanopia, deuteranopia, tritanopia; before them normal sight.
 */
static const double sights[4][3][3] = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
                                       {{0.152286, 1.052583, -0.204868},
                                        {0.114503, 0.786281, 0.099216},
                                        {-0.003882, -0.048116, 1.051998}},
                                       {{0.367322, 0.860646, -0.227968},
                                        {0.280085, 0.672501, 0.047413},
                                        {-0.011820, 0.042940, 0.968881}},
                                       {{1.255528, -0.076749, -0.178779},
                                        {-0.078411, 0.930809, 0.147602},
                                        {0.004733, 0.691367, 0.303900}}};

static double curve(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIE L*a*b* under D65 of a colour as an eye sees it. */
static struct lab seen(const char *hex, int sight)
{
    double rgb[3], eye[3];
    read_colour(hex, rgb);
    for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int j = 0; j < 3; j++)
            sum += sights[sight][i][j] * rgb[j];
        eye[i] = fmin(1, fmax(0, sum));
    }
    double x = curve((0.4124564 * eye[0] + 0.3575761 * eye[1] + 0.1804375 * eye[2]) / 0.95047);
    double y = curve(0.2126729 * eye[0] + 0.7151522 * eye[1] + 0.0721750 * eye[2]);
    double z = curve((0.0193339 * eye[0] + 0.1191920 * eye[1] + 0.9503041 * eye[2]) / 1.08883);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double degrees(double b, double a)
{
    double h = atan2(b, a) * 180 / M_PI;
    return h < 0 ? h + 360 : h;
}

static double cosine(double angle)
{
    return cos(angle * M_PI / 180);
}

/* CIEDE2000: Sharma, Wu and Dalal, Color Research and Application 30, 2005, 21-30. */
static double difference(struct lab one, struct lab other)
{
    double mean_c = (hypot(one.a, one.b) + hypot(other.a, other.b)) / 2;
    double g = 0.5 * (1 - sqrt(pow(mean_c, 7) / (pow(mean_c, 7) + pow(25, 7))));
    double a1 = (1 + g) * one.a, a2 = (1 + g) * other.a;
    double c1 = hypot(a1, one.b), c2 = hypot(a2, other.b);
    double h1 = degrees(one.b, a1), h2 = degrees(other.b, a2), dh = h2 - h1, h = (h1 + h2) / 2;
    if (fabs(dh) > 180) {
        dh += dh > 0 ? -360 : 360;
        h += h1 + h2 < 360 ? 180 : -180;
    }
    double l = (one.l + other.l) / 2, c = (c1 + c2) / 2;
    double t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) -
               0.2 * cosine(4 * h - 63);
    double sl = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2));
    double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double turn = 60 * exp(-pow((h - 275) / 25, 2));
    double rt = -2 * sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7))) * sin(turn * M_PI / 180);
    double dl = (other.l - one.l) / sl, dc = (c2 - c1) / sc;
    double dhue = 2 * sqrt(c1 * c2) * sin(dh / 2 * M_PI / 180) / sh;
    return sqrt(dl * dl + dc * dc + dhue * dhue + rt * dc * dhue);
}

/* The first pairs of the paper's table of test data. */
static void the_difference_of_colours_is_that_of_the_paper(void **state)
{
    (void)state;
    assert_true(fabs(difference((struct lab){50, 2.6772, -79.7751}, (struct lab){50, 0, -82.7485}) -
                     2.0425) < 5e-5);
    assert_true(fabs(difference((struct lab){50, 2.5, 0}, (struct lab){58, 24, 15}) - 19.4535) <
                5e-5);
    assert_true(fabs(difference((struct lab){2.0776, 0.0795, -1.135},
                                (struct lab){0.9033, -0.0636, -0.5514}) -
                     0.9082) < 5e-5);
}

static struct chart_look look(size_t place)
{
    const struct chart_request request = {.focus_count = 0};
    const struct chart_page page = {.request = &request, .subject = SIZE_MAX};
    return chart_page_look_of(&page, "", place, 3);
}

/* Okabe and Ito's first four stand 12.2 apart at the worst of these. */
static void three_countries_are_told_apart_by_every_eye_and_in_grey(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < i; j++) {
            for (int sight = 0; sight < 4; sight++)
                assert_true(difference(seen(look(i).line, sight), seen(look(j).line, sight)) > 30);
            assert_true(fabs(seen(look(i).line, 0).l - seen(look(j).line, 0).l) > 12);
            assert_true(look(i).point != look(j).point);
        }
}

static void texts_have_contrast_on_white(void **state)
{
    const char *const texts[] = {chart_page_ink, chart_page_muted, chart_page_axis, chart_page_down,
                                 chart_page_up_text};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(contrast(texts[i], chart_page_white) >= 4.5);
    for (size_t i = 0; i < 3; i++) {
        assert_true(contrast(look(i).text, chart_page_white) >= 4.5);
        assert_true(contrast(look(i).line, chart_page_white) >= 3);
    }
    assert_true(contrast(chart_page_context, chart_page_white) >= 3);
}

static void classes_grow_lighter_and_their_texts_can_be_read(void **state)
{
    (void)state;
    for (size_t class = 0; class < CHART_SHADE_CLASSES; class ++) {
        assert_true(contrast(chart_shade_colour(class), chart_shade_text(class)) >= 4.5);
        if (class > 0)
            assert_true(seen(chart_shade_colour(class), 0).l >
                        seen(chart_shade_colour(class - 1), 0).l + 8);
    }
}

static void rise_and_fall_are_told_apart_without_their_signs(void **state)
{
    (void)state;
    for (int sight = 0; sight < 4; sight++)
        assert_true(difference(seen(chart_page_down, sight), seen(chart_page_up, sight)) > 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_difference_of_colours_is_that_of_the_paper),
        cmocka_unit_test(three_countries_are_told_apart_by_every_eye_and_in_grey),
        cmocka_unit_test(texts_have_contrast_on_white),
        cmocka_unit_test(classes_grow_lighter_and_their_texts_can_be_read),
        cmocka_unit_test(rise_and_fall_are_told_apart_without_their_signs),
    };
    return cmocka_run_group_tests_name("palette", tests, NULL, NULL);
}
