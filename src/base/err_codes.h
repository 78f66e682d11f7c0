/* ERR_CODE(number, name, status, meaning): the stable codes. Never renumber; retire by leaving a
 * gap. 01xx files and YAML syntax · 02xx schema · 03xx values · 04xx references · 05xx rules
 * and scripts · 06xx command line · 07xx machine · 08xx charts. */

/* 01xx files and YAML syntax */

/* 02xx schema */

/* 03xx values */

/* 04xx references */

/* 05xx rules and scripts */
ERR_CODE(501, ERR_SCRIPT_SYNTAX, ERR_INPUT, "a script is not valid Lua")
ERR_CODE(502, ERR_SCRIPT_RUN, ERR_INPUT, "a script stopped with an error")
ERR_CODE(503, ERR_SCRIPT_NAME, ERR_INPUT, "a script uses a name that nothing defines")
ERR_CODE(504, ERR_SCRIPT_RESULT, ERR_INPUT, "a script returns something that cannot be used")
ERR_CODE(505, ERR_SCRIPT_MODULE, ERR_INPUT, "a script asks for a rule or library it cannot have")
ERR_CODE(506, ERR_SCRIPT_OPTION, ERR_INPUT, "a function of tide was given a wrong option")
ERR_CODE(507, ERR_SCRIPT_TEXT, ERR_INPUT, "a script file is not plain text of a sensible size")
ERR_CODE(510, ERR_SCRIPT_TIME, ERR_BUDGET, "a script ran out of its time")
ERR_CODE(511, ERR_SCRIPT_MEMORY, ERR_BUDGET, "a script ran out of its memory")
ERR_CODE(512, ERR_SCRIPT_STOPPED, ERR_BUDGET, "the script worker was stopped")

/* 06xx command line */
ERR_CODE(601, ERR_OPTION_UNKNOWN, ERR_USAGE, "there is no such option")
ERR_CODE(602, ERR_OPTION_VALUE, ERR_USAGE, "an option's value does not fit it")
ERR_CODE(603, ERR_OPTION_UNFIT, ERR_USAGE, "an option means nothing to this verb")
ERR_CODE(604, ERR_VERB_UNKNOWN, ERR_USAGE, "there is no such verb")
ERR_CODE(605, ERR_ARGUMENT, ERR_USAGE, "an argument is missing, too many or unfit")
ERR_CODE(606, ERR_COUNTRY_UNKNOWN, ERR_USAGE, "no country of that name is in the project")
ERR_CODE(607, ERR_ITEM_UNKNOWN, ERR_USAGE, "no indicator, group or pillar has that id")
ERR_CODE(608, ERR_PERIOD_UNFIT, ERR_USAGE, "a period is malformed or outside the data")
ERR_CODE(609, ERR_NO_PROJECT, ERR_USAGE, "there is no project here")
ERR_CODE(610, ERR_NO_SCORE, ERR_INPUT, "nothing can be scored")

/* 07xx machine */
ERR_CODE(701, ERR_OUT_OF_MEMORY, ERR_MACHINE, "the machine has no memory left")
ERR_CODE(702, ERR_FILE_READ, ERR_MACHINE, "a file cannot be read")
ERR_CODE(703, ERR_FILE_WRITE, ERR_MACHINE, "a file cannot be written")
ERR_CODE(710, ERR_PROCESS, ERR_MACHINE, "a process cannot be started")
ERR_CODE(711, ERR_PROGRAM, ERR_MACHINE, "a program is not there or cannot be run")
ERR_CODE(712, ERR_CONFINE, ERR_MACHINE, "a process cannot be confined")

/* 08xx charts */
