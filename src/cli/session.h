/* What one run of a verb works with: options, worker, project, and readings of it. */
#ifndef TIDEMARK_CLI_SESSION_H
#define TIDEMARK_CLI_SESSION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/rows.h"
#include "cli/opt.h"
#include "lua/worker.h"
#include "model/panel.h"
#include "scenario/scenario.h"
#include "score/rule.h"
#include "score/score.h"
#include "score/score_remarks.h"

#include <stdbool.h>

/* A rule that was asked for, by its file; rule is NULL while it is being read, and when it cannot
 * be used. */
struct session_rule {
    const char *name;
    const char *file;
    const struct rule *rule;
    bool reading;
    bool said; /* its warnings, on stderr */
    struct session_rule *earlier;
};

/* A formula that was said to run row by row. */
struct session_said {
    const struct formula *formula;
    const struct session_said *earlier;
};

/* A stored frame that a rule of this run names. */
struct session_frame {
    const struct frame *frame;
    struct session_frame *earlier;
};

/* A scenario that was asked for; NULL while it is being read, and when it cannot be used. */
struct session_scenario {
    const char *file;
    const struct scenario *scenario;
    bool reading;
    struct session_scenario *earlier;
};

/* A script that was read in this run, rules, levers, scenarios and libraries alike. */
struct session_script {
    struct project_file file;
    struct session_script *later; /* by path */
};

/* arena is for what one result needs; lasting, the same unless a caller takes results one after
 * another, for what the whole run keeps: project, rules, stored frames. */
struct session {
    struct arena *arena;
    struct arena *lasting;
    const struct opt *opt;
    struct err *caught;       /* where what goes wrong is put instead of stderr; NULL: to stderr */
    struct err_list problems; /* of the project and its rules, in order */
    struct worker *worker;
    struct formula_host formulas; /* functions of rules, run by the worker */
    struct project *project;
    struct session_rule *rules;         /* read so far, the last first */
    struct session_frame *frames;       /* likewise */
    struct session_script *scripts;     /* read so far, by path */
    const struct levers *levers;        /* once they are read */
    bool levers_read;                   /* they are, or cannot be used */
    struct session_scenario *scenarios; /* read so far, the last first */
    const char *root;
    const struct kernel *kernel;
    enum err_status status;         /* what the run ends with */
    int lock;                       /* of the project, for verbs that write; -1: not held */
    bool taking;                    /* the rule's stored frame is to be taken anew, not read */
    const char *confinement_notice; /* NULL when the worker is confined as designed */
    const struct session_said *said;
};

/* A rule applied to the project: the panel over all periods, and the periods to show. */
struct reading {
    const struct panel *panel;
    const struct rule *rule;
    const struct score *score;
    const struct score *without;  /* the same without levers and context in the headline, NULL when
                                     the rule counts none there */
    struct score_remarks remarks; /* on results in the periods shown */
    enum date_axis axis;
    int32_t first;
    int32_t last;
    bool chosen;             /* the periods were asked for, not chosen here */
    const char *default_why; /* a sentence on the default period; NULL when chosen */
};

/* Readings under several rules, in the order in which they are named; they share axis and periods,
 * and their panel where the rules read the same observations. */
struct readings {
    struct reading *items;
    size_t count;
};

/* What a verb wants of its readings. */
struct session_ask {
    bool several;  /* --rule may name several rules */
    bool span;     /* without --at and --years every period is shown, not a default one */
    bool around;   /* all periods are scored, not only those shown */
    bool exact;    /* no intervals are made */
    bool unscored; /* rules, panels and periods alone: nothing is scored */
    bool scenario; /* without --rule the codebook's scenario_rule is meant, if it has one */
};

/* Finds the project's root and no more: for verbs that read files on their own. False when there is
 * none, said on stderr. */
bool session_begin(struct session *session, const struct opt *opt);

/* Finds the project, starts the worker, loads the project. False when the run must end: everything
 * has been said on stderr and status is set. With tolerant a project with errors, or none at all,
 * still comes back, its problems in the list and not yet said.
 */
bool session_open(struct session *session, const struct opt *opt, bool tolerant);

/* Likewise for two projects; both workers are started before either project is read. Both sessions
 * are then to be closed. */
bool session_open_two(struct session sessions[2], const struct opt opts[2]);

/* The budgets of a script worker, by the options. */
struct worker_options session_worker_options(const struct opt *opt);

/* Likewise for a verb that writes: the project is read under its lock, so that what others write
 * meanwhile is not lost. session_unlock gives it back before the end. */
bool session_open_locked(struct session *session, const struct opt *opt);
void session_unlock(struct session *session);

/* Ends what session_open began, whether it failed or not; the status of the run. */
enum err_status session_close(struct session *session);

/* False, with the status set, when memory ran out on the way: to be asked before anything is
 * shown, because a result may lack a part that nobody missed. */
bool session_complete(struct session *session);

/* Says err on stderr (or puts it where the session's caller catches the first one), sets the status
 * and returns false. */
bool session_fail(struct session *session, const struct err *err);

/* Prints the problems collected since the last call to stderr: all of them when all, else errors
 * and a count of the rest. */
void session_report(struct session *session, bool all);

/* Where scripts find rules and libraries of the project. */
struct worker_resolver session_resolver(struct session *session);

/* The rule of a name or path (NULL: --rule, the codebook's, or the default rule); NULL when it
 * cannot be used, problems added to the session's list. */
const struct rule *session_rule(struct session *session, const char *name);

/* The folders of a project that hold scripts. */
enum session_scripts { SESSION_RULES, SESSION_LEVERS, SESSION_SCENARIOS };

/* Whether a name is a file's: it has a slash, or ends in .lua. */
bool session_script_is_path(const char *name);

/* The names of scripts of a kind, bytewise; none where the folder is not there. SIZE_MAX with err.
 */
size_t session_script_names(struct session *session, enum session_scripts kind,
                            const char *const **names, struct err *err);

/* The file of a script by its name, as seen from the root; NULL with err of the code, and with "did
 * you mean", when there is none. full receives its path. */
const char *session_script_find(struct session *session, enum session_scripts kind,
                                const char *name, enum err_code code, const char **full,
                                struct err *err);

/* Runs the script at path and gives what it returns, and its text; NULL with err. */
const struct value *session_script_run(struct session *session, const char *file, const char *path,
                                       struct text *source, struct err *err);

/* All levers of the project; none where it has no scripts/levers. NULL when one cannot be used,
 * problems added to the session's list. */
const struct levers *session_levers(struct session *session);

/* A scenario by its name in scripts/scenarios, or its path, with the project's levers; NULL when it
 * cannot be used, problems added to the session's list. */
const struct scenario *session_scenario(struct session *session, const char *name);

/* Several scenarios, apart at +, as one (scenario_stack); likewise. */
const struct scenario *session_scenario_stack(struct session *session, const char *names);

/* The names --rule gives, apart at commas and each once; one that is NULL when it is not given.
 * False, said on stderr, when a name is empty, or when there are several and only one is taken. */
bool session_rule_names(struct session *session, bool several, const char *const **names,
                        size_t *count);

/* Reads the project under the rules that the options name, else the codebook's, with intervals for
 * the periods shown. The default period is the latest in which most countries have an index under
 * all of them. Formulas that run row by row are said on stderr. False when it cannot, said on
 * stderr. */
bool session_read_rules(struct session *session, const struct session_ask *ask,
                        struct readings *readings);

/* Likewise, under one rule (ask->several is not set). */
bool session_read(struct session *session, const struct session_ask *ask, struct reading *reading);

/* A rule applied to all periods of the project, without intervals, nothing said; panel is one that
 * was built for the rule's `values`, or NULL. False with err, as score_run. */
bool session_read_whole(struct session *session, const struct rule *rule, const struct panel *panel,
                        struct reading *reading, struct err *err);

/* A remark on a result in words, with its place in the script: a warning, or (touched) a notice. */
void session_remark(const struct reading *reading, const struct score_remark *remark,
                    struct err *problem);

/* The notice that a formula runs row by row, with the line that is the cause. */
void session_read_by_row(const struct formula *formula, struct err *notice);

/* The countries --countries names, in that order, else all. False when one is unknown, said on
 * stderr. */
bool session_countries(struct session *session, const uint32_t **countries, size_t *count);

/* A country by id or name; false after saying that there is none. */
bool session_country(struct session *session, const char *name, uint32_t *country);

/* An indicator by its id; false after saying that there is none. */
bool session_indicator(struct session *session, const char *name, uint32_t *indicator);

/* The levels --level names, else fallback; false after saying what is wrong. */
bool session_levels(struct session *session, unsigned fallback, unsigned *levels);

/* Options for draws over first..last. */
struct score_options session_score_options(const struct session *session, int32_t first,
                                           int32_t last);

/* Puts what results rest on into their meta data: project, rules, periods, reading, vintage, seed,
 * draws, input hashes, warnings (provisional codings, levers counted, results outside their scale),
 * notices (intervals that are lacking, comparisons with what is missing). What each rule has its
 * own of stands once a rule. */
void session_meta_rules(const struct session *session, const struct readings *readings,
                        struct rows *rows);

/* Likewise for one reading; NULL: none. */
void session_meta(const struct session *session, const struct reading *reading, struct rows *rows);

/* The warnings alone that a reading calls for, into meta data; named: each says the rule. */
void session_meta_warnings(const struct session *session, const struct reading *reading, bool named,
                           struct rows *rows);

#endif
