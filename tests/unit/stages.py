#!/usr/bin/env python3
"""Expected values for test_stages.c, from definitions alone (Python 3, no other library).

Prints stages.tsv: python3 tests/unit/stages.py > tests/unit/stages.tsv. A line has a title, a
rule, a stage, an indicator, and its value in each row, empty where missing. The methods are
those of the OECD and JRC, Handbook on Constructing Composite Indicators, 2008, and, where it leaves
a choice, of COINr 1.1 (W. Becker and others, Journal of Open Source Software 7, 2022, 4567).
"""
from math import inf, log, nan, sqrt
from statistics import fmean, median, stdev

COUNTRIES, YEARS = 6, 3
ROWS = range(COUNTRIES * YEARS)  # period by period
REGION = ["X", "X", "X", "Y", "Y", None]
N = None

DATA = {
    # better high, goalposts 0 and 10
    "a": [1, 4, 6, 8.5, 3, 9,      2, 4.5, N, 8, 3.25, 7,      2.5, 11, 5.5, N, 4, -1],
    # better low, worst 100 and best 0
    "b": [90, 20, 35.5, 60, 60, 5,  80, 25, 35.5, N, 40, 10,     N, 30, 20, 50, 45, 110],
    # better high, one far out
    "c": [3, 5, 4, 2, 6, 7,        4, 3, 5, 900, 2, 6,         3.5, 4.5, N, 5.5, 1, 8],
    # better high, per pop, goalposts 0 and 3
    "d": [10, 20, 30, 5, 9, 12,    11, 22, N, 6, 9, 12,        12, 24, 36, 7, 9, 15],
    # better high, transform log, goalposts 1 and 1000
    "e": [1, 10, 100, 50, 700, 3,  2, 20, 200, 60, N, 5,       4, 40, 0, 70, 900, 8],
    # what d is counted per; context
    "pop": [5, 10, 20, 10, 4, 8,   5, 11, 21, 10, 4, N,        6, 12, 22, 10, 4, 0],
}
LOW = {"b"}
ENDS = {"a": (0, 10), "b": (100, 0), "c": (0, 10), "d": (0, 3), "e": (1, 1000)}
TARGET = {"a": 8, "b": 10, "c": 7, "d": 2, "e": 500}
SCORED = ["a", "b", "c", "d", "e"]


def read(name):
    x = DATA[name]
    if name == "d":
        return [N if v is None or not p else v / p for v, p in zip(x, DATA["pop"])]
    return list(x)


def country(row):
    return row % COUNTRIES


def classes(over):
    """The class of each row, None in none."""
    over = [over] if isinstance(over, str) else over
    made = []
    for row in ROWS:
        key = []
        for name in over:
            part = {"all": "", "period": row // COUNTRIES, "country": country(row),
                    "region": REGION[country(row)]}[name]
            key.append(part)
        made.append(None if None in key else tuple(key))
    return made


def framed(x, over, figures):
    """figures(values of the class) for each row; None where it is in none."""
    of = classes(over)
    made = {}
    for key in set(of) - {None}:
        made[key] = figures([x[r] for r in ROWS if of[r] == key and x[r] is not None])
    return [None if key is None else made[key] for key in of]


def each(x, over, figures, value):
    taken = framed(x, over, figures)
    return [N if x[r] is None or taken[r] is None else value(x[r], *taken[r]) for r in ROWS]


def ends(values):
    return (min(values), max(values)) if values else (nan, nan)


def directed(name, x):
    return [None if v is None else -v if name in LOW else v for v in x]


def logged(name, x):
    if name != "e":
        return x
    return [None if v is None or v <= 0 else log(v) for v in x]


def logged_one(name, v):
    return log(v) if name == "e" else v


def minmax(name, x, over="all", to=(0, 100)):
    y = directed(name, logged(name, x))
    return each(y, over, ends, lambda v, lo, hi: (v - lo) / (hi - lo) * (to[1] - to[0]) + to[0])


def zscore(name, x, over="all", mean=0, sd=1):
    y = directed(name, logged(name, x))
    return each(y, over, lambda v: (fmean(v), stdev(v)), lambda v, m, s: (v - m) / s * sd + mean)


def goalposts(name, x, to=(0, 100), clip=True):
    y = logged(name, x)
    worst, best = (logged_one(name, v) for v in ENDS[name])
    made = []
    for v in y:
        if v is None:
            made.append(N)
            continue
        share = (v - worst) / (best - worst)
        if clip:
            share = min(max(share, 0), 1)
        made.append(share * (to[1] - to[0]) + to[0])
    return made


def scaled(name, x, source, to=(0, 100)):
    """x with its direction, between two values in the indicator's own unit as read."""
    low, high = (logged_one(name, v) for v in source)
    y = directed(name, logged(name, x))
    return [N if v is None else (v - low) / (high - low) * (to[1] - to[0]) + to[0] for v in y]


def to_maximum(name, x, over="all"):
    y = directed(name, logged(name, x))
    return each(y, over, ends, lambda v, lo, hi: 1 - (hi - v) / (hi - lo))


def to_target(name, x, over="all", cap=False):
    y = logged(name, x)
    target = logged_one(name, TARGET[name])
    if name in LOW:
        made = each(y, over, ends, lambda v, lo, hi: (hi - v) / (hi - target))
    else:
        made = each(y, over, ends, lambda v, lo, hi: (v - lo) / (target - lo))
    return [min(v, 1) if cap and v is not None else v for v in made]


def to_reference(name, x, reference, over="period", cap=False):
    y = directed(name, logged(name, x))
    least = framed(y, over, ends)
    made = []
    for r in ROWS:
        ref = y[r // COUNTRIES * COUNTRIES + reference]
        if y[r] is None or ref is None or least[r] is None or ref == least[r][0]:
            made.append(N)
            continue
        v = 1 - (ref - y[r]) / (ref - least[r][0])
        made.append(min(v, 1) if cap else v)
    return made


def share(name, x, over="all"):
    y = directed(name, logged(name, x))
    return each(y, over, ends, lambda v, lo, hi: v / hi)


def ranked(name, x, over="period", how="rank"):
    y = directed(name, logged(name, x))
    of = classes(over)
    made = []
    for r in ROWS:
        others = [y[s] for s in ROWS if of[s] == of[r] and of[r] is not None and y[s] is not None]
        if y[r] is None or not others:
            made.append(N)
            continue
        lower = sum(v < y[r] for v in others)
        made.append({"rank": lower + 1, "borda": lower,
                     "percentile": lower / (len(others) - 1) if len(others) > 1 else N}[how])
    return made


def categories(name, x, cuts, scores=None):
    if scores is None:
        scores = [100 * i / len(cuts) for i in range(len(cuts) + 1)]
        if name in LOW:
            scores.reverse()
    return [N if v is None else scores[sum(v >= c for c in cuts)] for v in x]


def skewness(x):
    n, m = len(x), fmean(x)
    d2, d3 = sum((v - m) ** 2 for v in x), sum((v - m) ** 3 for v in x)
    return sqrt(n) * d3 / d2 ** 1.5 * sqrt(n * (n - 1)) / (n - 2)


def kurtosis(x):
    n, m = len(x), fmean(x)
    d2, d4 = sum((v - m) ** 2 for v in x), sum((v - m) ** 4 for v in x)
    return ((n + 1) * (n * d4 / d2 ** 2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def skewed(x, skew, kurt):
    if len(x) < 4 or min(x) == max(x):
        return False
    return abs(skewness(x)) >= skew and kurtosis(x) >= kurt


def log_treatment(values):
    lo, hi = min(values), max(values)
    step = 0.01 * (hi - lo)
    if skewness(values) < 0:
        return lambda v: -log(hi + step - v)
    return lambda v: log(v - lo + step)


def winsorise(values, skew=2, kurt=3.5, most=5, otherwise="log"):
    """The function that treats a value, found on a column."""
    lower, upper, moved, now = -inf, inf, 0, list(values)
    while skewed(now, skew, kurt) and moved < most:
        if skewness(now) >= 0:
            upper = max(v for v in now if v < max(now))
        else:
            lower = min(v for v in now if v > min(now))
        now = [min(max(v, lower), upper) for v in values]
        moved = sum(v < lower or v > upper for v in values)
    if skewed(now, skew, kurt) and otherwise == "log":
        return log_treatment(values)
    return lambda v: min(max(v, lower), upper)


def boxcox(values, power):
    lo = min(values)
    if power == 0:
        return lambda v: log(v - lo + 1)
    return lambda v: ((v - lo + 1) ** power - 1) / power


def treated(x, over, find):
    found = framed(x, over, lambda values: (find(values),))
    return [v if v is None or f is None else f[0](v) for v, f in zip(x, found)]


def filled(x, over, figure):
    found = framed(x, over, lambda values: (figure(values) if values else N,))
    return [v if v is not None or f is None else f[0] for v, f in zip(x, found)]


def carried(x, periods=0):
    made = list(x)
    for r in ROWS:
        back = 1
        while made[r] is None and r - back * COUNTRIES >= 0 and (periods == 0 or back <= periods):
            made[r] = x[r - back * COUNTRIES]
            back += 1
    return made


def bridged(x, periods=0):
    made = list(x)
    for r in ROWS:
        own = range(country(r), len(ROWS), COUNTRIES)
        before = [s for s in own if s < r and x[s] is not None]
        after = [s for s in own if s > r and x[s] is not None]
        if x[r] is not None or not before or not after:
            continue
        p, q = before[-1], after[0]
        gap = (q - p) // COUNTRIES - 1
        if periods == 0 or gap <= periods:
            made[r] = x[p] + (x[q] - x[p]) * (r - p) / (q - p)
    return made


def row_filled(columns, name):
    """The mean of what its siblings have, all normalised."""
    made = list(columns[name])
    for r in ROWS:
        there = [c[r] for c in columns.values() if c[r] is not None]
        if made[r] is None and there:
            made[r] = fmean(there)
    return made


def screened(need=0, nonzero=0):
    """Rows with too little of all six: what is there, and how much of it is not 0."""
    kept = []
    for r in ROWS:
        there = [DATA[n][r] for n in DATA if DATA[n][r] is not None]
        enough = len(there) >= need * len(DATA) - 1e-9
        full = there and sum(v != 0 for v in there) / len(there) >= nonzero - 1e-9
        kept.append(enough and (full or nonzero == 0))
    return kept


def only(x, kept):
    return [v if k else None for v, k in zip(x, kept)]


CASES = []  # (title, rule, stage, indicator, values)


def add(title, rule, how, names=SCORED, stage="NORMALISED"):
    for name in names:
        CASES.append((title, rule.replace("@", name), stage, name, how(name)))


def normalised(title, method, how, names=SCORED):
    add(title, "normalise = { @ = %s }" % method, lambda n: how(n, read(n)), names)


normalised("from lowest to highest", "tide.minmax()", minmax)
normalised("to other ends", "tide.minmax { to = { 1, 100 } }",
           lambda n, x: minmax(n, x, to=(1, 100)))
for over, text in [("period", '"period"'), ("country", '"country"'), ("region", '"region"'),
                   (["period", "region"], '{ "period", "region" }')]:
    normalised(f"over {over}", "tide.minmax { over = %s }" % text,
               lambda n, x, over=over: minmax(n, x, over),
               ["c"] if len(over) == 2 else ["a", "b", "e"])
normalised("standard deviations", "tide.zscore()", zscore)
normalised("standard deviations around 50", "tide.zscore { mean = 50, sd = 10 }",
           lambda n, x: zscore(n, x, mean=50, sd=10))
normalised("standard deviations of the period", 'tide.zscore { over = "period" }',
           lambda n, x: zscore(n, x, "period"))
normalised("goalposts", "tide.goalposts()", goalposts)
normalised("goalposts, not clipped", "tide.goalposts { clip = false, to = { 1, 7 } }",
           lambda n, x: goalposts(n, x, (1, 7), False))
normalised("scaled", "tide.scaled { from = { 1, 50 } }", lambda n, x: scaled(n, x, (1, 50)),
           ["a", "c", "e"])
normalised("scaled, lower is better", "tide.scaled { from = { -100, 0 }, to = { 0, 1 } }",
           lambda n, x: scaled(n, x, (-100, 0), (0, 1)), ["b"])
normalised("distance to the maximum", "tide.distance_to_maximum()", to_maximum)
normalised("distance to the target", "tide.distance_to_target()", to_target)
normalised("distance to the target, capped",
           'tide.distance_to_target { cap = true, over = "period" }',
           lambda n, x: to_target(n, x, "period", True))
normalised("distance to a country", 'tide.distance_to_reference { country = "BBB" }',
           lambda n, x: to_reference(n, x, 1), ["a", "b", "e"])
normalised("distance to a country, capped, over all",
           'tide.distance_to_reference { country = "BBB", cap = true, over = "all" }',
           lambda n, x: to_reference(n, x, 1, "all", True))
normalised("share of the maximum", "tide.share_of_maximum()", share)
normalised("ranks", "tide.rank()", ranked)
normalised("ranks over all", 'tide.rank { over = "all" }', lambda n, x: ranked(n, x, "all"))
normalised("percentiles", "tide.percentile()", lambda n, x: ranked(n, x, how="percentile"))
normalised("Borda in regions", 'tide.borda { over = { "region", "period" } }',
           lambda n, x: ranked(n, x, ["region", "period"], "borda"))
normalised("categories", "tide.categories { cuts = { 4, 5, 40 } }",
           lambda n, x: categories(n, x, [4, 5, 40]))
normalised("categories with scores",
           "tide.categories { cuts = { 4, 5, 40 }, scores = { 1, 7, 3, 5 } }",
           lambda n, x: categories(n, x, [4, 5, 40], [1, 7, 3, 5]))


def treats(title, method, over, find):
    add(title, "treat = { @ = %s }" % method, lambda n: treated(read(n), over, find),
        stage="TREATED")


treats("outliers moved in", "tide.winsorise()", "all", winsorise)
treats("one moved at most, nothing else",
       'tide.winsorise { max = 1, skew = 0.5, kurtosis = -9, otherwise = "none" }',
       "all", lambda v: winsorise(v, 0.5, -9, 1, "none"))
treats("no more to be moved: the logarithm",
       "tide.winsorise { max = 0, skew = 0.3, kurtosis = -9 }", "all",
       lambda v: winsorise(v, 0.3, -9, 0))
treats("outliers within regions",
       'tide.winsorise { skew = 1, kurtosis = 0, over = "region" }', "region",
       lambda v: winsorise(v, 1, 0))
treats("logarithm", "tide.log()", "all", log_treatment)
treats("logarithm of the period", 'tide.log { over = "period" }', "period", log_treatment)
treats("Box-Cox", "tide.boxcox { lambda = 0.5 }", "all", lambda v: boxcox(v, 0.5))
treats("Box-Cox of 0", 'tide.boxcox { lambda = 0, over = "country" }', "country",
       lambda v: boxcox(v, 0))


def fills(title, method, how):
    add(title, "impute = { @ = %s }" % method, lambda n: how(read(n)), stage="IMPUTED")


fills("mean", 'tide.fill { with = "mean" }', lambda x: filled(x, "all", fmean))
fills("mean of the region", 'tide.fill { with = "mean", over = "region" }',
      lambda x: filled(x, "region", fmean))
fills("median of the year", 'tide.fill { with = "median", over = "period" }',
      lambda x: filled(x, "period", median))
fills("median of the country", 'tide.fill { with = "median", over = "country" }',
      lambda x: filled(x, "country", median))
fills("the last value", 'tide.fill { with = "carry" }', carried)
fills("the last year's value", 'tide.fill { with = "carry", periods = 1 }', lambda x: carried(x, 1))
fills("between the neighbours", 'tide.fill { with = "linear" }', bridged)
fills("between near neighbours", 'tide.fill { with = "linear", periods = 1 }',
      lambda x: bridged(x, 1))

rule = 'impute = { main = tide.fill { with = "row" } }, normalise = { main = tide.minmax() }'
columns = {n: minmax(n, read(n)) for n in SCORED}
add("the row's mean", rule, lambda n: row_filled(columns, n))

rule = ('treat = { @ = tide.winsorise { skew = 1, kurtosis = 0 } }, '
        'impute = { @ = tide.fill { with = "mean" } }, normalise = { @ = tide.minmax() }')


def moved_in(x):
    return treated(x, "all", lambda v: winsorise(v, 1, 0))


add("treated, then filled", rule,
    lambda n: minmax(n, filled(moved_in(read(n)), "all", fmean)))
add("filled, then treated", rule + ', order = { "impute", "treat" }',
    lambda n: minmax(n, moved_in(filled(read(n), "all", fmean))))

kept = screened(need=1)
add("screened", "screen = { need = 1 }, normalise = { @ = tide.minmax() }",
    lambda n: minmax(n, only(read(n), kept)))
kept_full = screened(nonzero=0.9)
add("screened for zeros", "screen = { nonzero = 0.9 }, normalise = { @ = tide.zscore() }",
    lambda n: zscore(n, only(read(n), kept_full)))
screening = ('screen = { need = %s }, impute = { @ = tide.fill { with = "%s" } }, '
             "normalise = { @ = tide.%s() }")
add("screened out rows are not filled",
    screening % ("1", "mean", "minmax"),
    lambda n: minmax(n, only(filled(only(read(n), kept), "all", fmean), kept)))
add("screened out rows are not carried",
    screening % ("1", "carry", "goalposts"),
    lambda n: goalposts(n, only(carried(only(read(n), kept)), kept)))
part = screened(5 / 6)
add("what a screen leaves is filled in",
    screening % ("5 / 6", "median", "minmax"),
    lambda n: minmax(n, only(filled(only(read(n), part), "all", median), part)))


def number(v):
    return "" if v is None or v != v else repr(float(v))


for name in DATA:
    print("data", "", "", name, *map(number, DATA[name]), sep="\t")
for title, rule, stage, name, values in CASES:
    print(title, rule, stage, name, *map(number, values), sep="\t")
