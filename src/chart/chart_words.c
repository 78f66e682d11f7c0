#include "chart/chart_words.h"

#include <string.h>

struct pair {
    const char *english;
    const char *russian;
};

/* Names are never declined: sentences are built so that a name stands in the nominative, after a
 * colon or between commas, and that a number never governs the case of a word after it. */
static const struct pair pairs[] = {
    /* words */
    {"no value", "нет данных"},
    {"%s: no value", "%s: нет данных"},
    {"%s  no value", "%s  нет данных"},
    {" no value\n", " нет данных\n"},
    {"   n/a", "   н/д"},
    {"none", "нет"},
    {"no change", "без изменений"},
    {"Change", "Изменение"},
    {"baseline", "базовый вариант"},
    {"Baseline", "Базовый вариант"},
    {"scenario", "сценарий"},
    {"observed", "наблюдения"},
    {"projected", "расчёт"},
    {"Mean", "Среднее"},
    {"Rank", "Место"},
    {"Score", "Балл"},
    {"worst", "худшее"},
    {"best", "лучшее"},
    {"all", "все"},
    {"% of the weight", "% веса"},
    {"carried forward", "перенесено"},
    {"sources in conflict", "источники расходятся"},
    {"provisional", "предварительно"},
    {"low setting", "нижнее значение"},
    {"high setting", "верхнее значение"},
    {"base %s", "основа %s"},
    {"Lines", "Линии"},
    {"Thin lines", "Тонкие линии"},
    {" Bands: ", " Полосы: "},
    {" Upright lines: ", " Вертикальные линии: "},
    {" of %s", ", %s"},
    {"Jan", "янв."},
    {"Feb", "февр."},
    {"Mar", "март"},
    {"Apr", "апр."},
    {"May", "май"},
    {"Jun", "июнь"},
    {"Jul", "июль"},
    {"Aug", "авг."},
    {"Sep", "сент."},
    {"Oct", "окт."},
    {"Nov", "нояб."},
    {"Dec", "дек."},

    /* titles */
    {"%s fell, from %s to %s between %s and %s", "%s: снижение с %s до %s, %s–%s"},
    {"%s fell most, from %s to %s between %s and %s", "%s: наибольшее снижение, с %s до %s, %s–%s"},
    {"%s rose, from %s to %s between %s and %s", "%s: рост с %s до %s, %s–%s"},
    {"%s rose most, from %s to %s between %s and %s", "%s: наибольший рост, с %s до %s, %s–%s"},
    {"%s scores highest on %zu of %zu pillars", "%s: высший балл по направлениям, %zu из %zu"},
    {"%s scores highest on %zu of the %zu pillars that all have",
     "%s: высший балл по направлениям, данные о которых есть у всех, %zu из %zu"},
    {"%s scores highest on %zu of %zu indicators", "%s: высший балл по показателям, %zu из %zu"},
    {"%s scores highest on %zu of the %zu indicators that all have",
     "%s: высший балл по показателям, данные о которых есть у всех, %zu из %zu"},
    {"%s fell on %zu of %zu pillars between %s and %s",
     "%s: снижение по направлениям, %zu из %zu, %s–%s"},
    {"%s fell on %zu of %zu pillars between %s and %s, most of all",
     "%s: больше всего снижений по направлениям, %zu из %zu, %s–%s"},
    {"%s fell %d place from %s to %s, the most of %zu",
     "%s: вниз по списку, мест: %d, %s–%s, больше всех из %zu"},
    {"%s fell %d places from %s to %s, the most of %zu",
     "%s: вниз по списку, мест: %d, %s–%s, больше всех из %zu"},
    {"%s rose %d place from %s to %s, the most of %zu",
     "%s: вверх по списку, мест: %d, %s–%s, больше всех из %zu"},
    {"%s rose %d places from %s to %s, the most of %zu",
     "%s: вверх по списку, мест: %d, %s–%s, больше всех из %zu"},
    {"Ranks by %s", "Места: %s"},
    {"%s: baseline and scenario, %s", "%s: базовый вариант и сценарий, %s"},
    {"%s would lift %s most", "%s: наибольший выигрыш, %s"},
    {"Every score of %s has all the values it asks for",
     "%s: у каждого балла есть все нужные значения"},
    {"%zu of %zu scores of %s have all the values they ask for",
     "Баллы, у которых есть все нужные значения: %zu из %zu, %s"},
    {"over 95 %", "более чем 95 %"},
    {"over 80 %", "более чем 80 %"},
    {"over half", "более чем половине"},
    {"%s: %s of futures leave %s better by a point or more in %s",
     "%1$s, %3$s: в %2$s вариантов будущего лучше на балл и более, %4$s"},
    {"%s: %s of futures leave %s worse by a point or more in %s",
     "%1$s, %3$s: в %2$s вариантов будущего хуже на балл и более, %4$s"},
    {"%s: within a point of the baseline for %s in %s, in %s of futures",
     "%1$s, %2$s: в %4$s вариантов будущего в пределах балла от базового варианта, %3$s"},
    {"%s: no clear difference from the baseline for %s in %s",
     "%s, %s: явного отличия от базового варианта нет, %s"},
    {"%s: %s of futures leave %s above the baseline in %s",
     "%1$s, %3$s: в %2$s вариантов будущего выше базового варианта, %4$s"},
    {"%s: %s of futures leave %s below the baseline in %s",
     "%1$s, %3$s: в %2$s вариантов будущего ниже базового варианта, %4$s"},
    {"%s: %s, %s to %s", "%s: %s, %s–%s"},
    {"%s would raise the %s%s most", "%s: наибольший прирост, %s%s"},
    {"What each lever would change: %s%s%s", "Что изменила бы каждая мера: %s%s%s"},
    {"%s and %s, %s", "%s и %s, %s"},
    {"%s and %s", "%s и %s"},
    {"%s and %s go together", "%s и %s растут вместе"},
    {"%s and %s go against each other", "%s и %s: чем выше одно, тем ниже другое"},
    {"Every country keeps its rank in every run",
     "Каждая страна сохраняет своё место во всех прогонах"},
    {"Every country keeps its rank in at least %d %% of the runs",
     "Каждая страна сохраняет своё место не менее чем в %d %% прогонов"},
    {"No country has one rank in as many as 90 %% of the runs",
     "Ни у одной страны одно и то же место не выпадает в 90 %% прогонов"},
    {"%s has rank %zu in %d %% of the runs", "%s: место %zu в %d %% прогонов"},
    {"%s moves the %s%s most", "%s сильнее всего влияет на показатель «%s»%s"},
    {"What moves the %s%s", "От чего зависит показатель «%s»%s"},
    {"%s took most off %s: %s of %s points", "%s: наибольший вклад в снижение, %s: %s из %s балла"},
    {"%s added most to %s: %s of %s points", "%s: наибольший вклад в рост, %s: %s из %s балла"},

    /* subtitles */
    {", %s (%s) to %s (%s)", ", от %s (%s) до %s (%s)"},
    {" and its pillars", " и направления"},
    {"Rank by %s among n = %zu, 1 the best. A rank does not say how far apart, nor how sure.",
     "Место по показателю «%s», n = %zu, 1 лучшее. Место не говорит, как далеки страны друг от "
     "друга и насколько это надёжно."},
    {"%s %s%s: the baseline (hollow) and the scenario “%s” (full), by gain.",
     "%s %s%s: базовый вариант (пустой кружок) и сценарий «%s» (полный), по выигрышу."},
    {"%s%s, %s: the share of each score’s weight that has values. Marks: what to doubt.",
     "%s%s, %s: доля веса каждого балла, для которой есть значения. Знаки: что вызывает сомнения."},
    {"%s%s%s%s. Red: %s; shading: 50, 80 and 95 %% of its futures; dashed: the baseline.%s",
     "%s%s%s%s. Красным: %s; тон: 50, 80 и 95 %% вариантов будущего; пунктир: базовый вариант.%s"},
    {" Shown: the first %d of %zu countries.", " Показаны первые по порядку: %d из %zu."},
    {" Shown: the first %d countries.", " Показаны первые по порядку: %d."},
    {" Shown: the widest %zu of %zu.", " Показаны самые широкие: %zu из %zu."},
    {"%s, its indicators %s%s. Hatched: no value, not zero.",
     "%s, показатели %s%s. Штриховка: нет данных, а не ноль."},
    {"Change of the %s with each lever alone at full strength. Lines: 80 %% of draws; points: "
     "their mean.%s",
     "Изменение показателя «%s», если каждая мера действует одна и в полную силу. Линии: 80 %% "
     "розыгрышей; точки: их среднее.%s"},
    {" Grey: the other countries.", " Серым: остальные страны."},
    {"%s%s %s%s.%s All fields share one scale.", "%s%s %s%s.%s Шкала у всех полей одна."},
    {"Each country’s way from %s to %s%s.%s%s It shows no cause.",
     "Путь каждой страны, %s–%s%s.%s%s Причин он не показывает."},
    {"Share of the runs in which each of n = %zu has each rank, 1 the best.%s Line: 90 %% of the "
     "runs.",
     "Доля прогонов, в которых страна занимает место, n = %zu, 1 лучшее.%s Линия: 90 %% "
     "прогонов."},
    {"n = 1: no other country to rank against", "n = 1: сравнивать места не с кем"},
    {"Share of %s runs in which each of n = %zu has each rank, 1 the best.%s Line: 90 %% of the "
     "runs.",
     "Доля прогонов (всего %s), в которых страна занимает место, n = %zu, 1 лучшее.%s Линия: "
     "90 %% прогонов."},
    {" Diamond: the published rank.", " Ромб: опубликованное место."},
    {"%s against %s, %s%s. An association is no proof of cause.",
     "%s и %s, %s%s. Связь не доказывает причины."},
    {" Upright dots: the source broke its series.",
     " Вертикальные точки: источник прервал свой ряд."},
    {"%s %s and %s%s.%s%s%s", "%s %s и %s%s.%s%s%s"},
    {"%s%s when each assumption alone goes to its low or its high setting (base %s).%s",
     "%s%s, если каждое допущение по отдельности принимает нижнее или верхнее значение (основа "
     "%s).%s"},
    {" (90 %% interval %s to %s)", " (90-процентный интервал от %s до %s)"},
    {"%s, %s: what each part adds to the change from %s to %s, %s points%s.",
     "%s, %s: что каждая часть добавляет к изменению за %s–%s, в баллах %s%s."},

    /* beside the figures */
    {"Change nothing: %s.", "Ничего не меняют: %s."},
    {"%zu country without one of the two not shown",
     "Не показаны страны без одного из двух показателей: %zu"},
    {"%zu countries without one of the two not shown",
     "Не показаны страны без одного из двух показателей: %zu"},
    {"n = %zu: too few for a correlation", "n = %zu: для корреляции слишком мало"},
    {"n = %zu: no interval for the correlation", "n = %zu: у корреляции нет интервала"},
    {"r = %s (95 %% interval %s to %s), n = %zu",
     "r = %s (95-процентный интервал от %s до %s), n = %zu"},
    {"%zu without a value", "без значения: %zu"},
    {"%zu smaller changes", "Меньшие изменения: %zu"},
    {"Weights", "Веса"},
    {"Method", "Метод"},
    {"Surroundings", "Окружение"},

    /* terminal */
    {"\n● observed  ━ scenario  ╌ baseline  ▓ 50 %  ▒ 80 %  ░ 95 % of futures\n",
     "\n● наблюдения  ━ сценарий  ╌ базовый вариант  ▓ 50 %  ▒ 80 %  ░ 95 % будущего\n"},
    {"\n▓ takes off  ░ adds\n", "\n▓ отнимает  ░ добавляет\n"},
    {"\n%s%s 0–25 %%  %s%s 25–50 %%  %s%s 50–75 %%  %s%s 75–100 %% of the scale, n/a missing\n",
     "\n%s%s 0–25 %%  %s%s 25–50 %%  %s%s 50–75 %%  %s%s 75–100 %% шкалы, н/д: нет данных\n"},

    /* source lines and notes */
    {"Sources: ", "Источники: "},
    {" and %zu more", " и ещё %zu"},
    {"%sRule %s, codebook %s%s%s. Tidemark %s.", "%sПравило %s, кодификатор %s%s%s. Tidemark %s."},
    {"Drawn from %s by Tidemark %s.", "Построено по %s, Tidemark %s."},
    {"figures given", "полученным данным"},
    {"interval as the rule gives it", "интервал, который даёт правило"},
    {"90 %% interval of the values’ own uncertainty (%.0f draws)",
     "90-процентный интервал неопределённости самих значений (розыгрышей: %.0f)"},
    {"%zu provisional coding by one person, not reviewed",
     "Предварительные оценки одного человека, не проверены: %zu"},
    {"%zu provisional codings by one person, not reviewed",
     "Предварительные оценки одного человека, не проверены: %zu"},
    {"Provisional codings, not reviewed, stand behind these figures.",
     "За этими значениями стоят предварительные оценки, не проверены."},
    {"values within their own intervals", "значения в пределах своих интервалов"},
    {"weights by up to %g %%", "веса не более чем на %g %%"},
    {"what is filled in", "заполненные пропуски"},
    {"as far as sources that disagree say", "и до того, что говорят несогласные источники"},
    {"weights by a Dirichlet distribution of concentration %g",
     "веса по распределению Дирихле с концентрацией %g"},
    {"one of %zu sources left out, or none", "без одного из источников или со всеми (всего %zu)"},
    {"%s %s. In the runs vary: %s.", "%s %s. В прогонах меняются: %s."},
    {"%s has no score: %s stands in its place.", "%s: балла нет, вместо него показано: %s."},
    {"Like for like: without the indicators whose source broke its series between the two.",
     "Сравнимое с сравнимым: без показателей, ряд которых источник между ними прервал."},
    {"%s %s of %s", "%s %s из %s"},
    {"%.*s; and %zu more", "%.*s; и ещё %zu"},
    {" Effects without a base: ", " Воздействия, у которых нет основы: "},
    {"What if, no forecast: how much a lever does is expert judgement, not measured. Each future "
     "is compared with its own baseline.%s%s%s",
     "Что, если; не прогноз. Сила мер: экспертное суждение, не измерение. Каждый вариант будущего "
     "сравнивается со своим базовым вариантом.%s%s%s"},
    {"Magnitudes: %s.%s%s%s", "Величины: %s.%s%s%s"},
};

enum { PAIRS = sizeof pairs / sizeof *pairs };

static const char *const names[] = {[CHART_ENGLISH] = "en", [CHART_RUSSIAN] = "ru"};

bool chart_words_language(const char *name, enum chart_language *language)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *language = (enum chart_language)i;
            return true;
        }
    return false;
}

const char *chart_words_code(enum chart_language language)
{
    return names[language];
}

const char *chart_words(enum chart_language language, const char *english)
{
    for (size_t i = 0; language == CHART_RUSSIAN && i < PAIRS; i++)
        if (strcmp(pairs[i].english, english) == 0)
            return pairs[i].russian;
    return english;
}

char *chart_words_decimal(enum chart_language language, char *text)
{
    char *point = language == CHART_RUSSIAN ? strchr(text, '.') : NULL;
    if (point)
        *point = ',';
    return text;
}

const char *chart_words_english(size_t index)
{
    return index < PAIRS ? pairs[index].english : NULL;
}
