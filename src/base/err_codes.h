/* ERR_CODE(number, name, status, meaning): the stable codes. Never renumber; retire by leaving a
 * gap. 01xx files and YAML syntax · 02xx schema · 03xx values · 04xx references · 05xx rules
 * and scripts · 06xx command line · 07xx machine · 08xx charts. */

/* 01xx files and YAML syntax */
ERR_CODE(101, ERR_YAML_ENCODING, ERR_INPUT, "a file is not encoded in UTF-8")
ERR_CODE(102, ERR_YAML_CHARACTER, ERR_INPUT, "a file holds a character that is not text")
ERR_CODE(103, ERR_FILE_KIND, ERR_INPUT, "something else stands where a file should")
ERR_CODE(104, ERR_FILE_TOO_LARGE, ERR_INPUT, "a file is too large to be read")
ERR_CODE(105, ERR_YAML_TAB, ERR_INPUT, "a tab stands where spaces must indent")
ERR_CODE(106, ERR_YAML_QUOTE, ERR_INPUT, "a quote is not closed, or closed too early")
ERR_CODE(107, ERR_YAML_ESCAPE, ERR_INPUT, "an escape in double quotes is unknown")
ERR_CODE(108, ERR_YAML_INDENT, ERR_INPUT, "a line is not indented as its neighbours")
ERR_CODE(109, ERR_YAML_COLON, ERR_INPUT, "a colon stands inside a text that is not quoted")
ERR_CODE(110, ERR_YAML_NO_COLON, ERR_INPUT, "a line has no colon after the name of its field")
ERR_CODE(111, ERR_YAML_START, ERR_INPUT, "a value begins with a character it cannot begin with")
ERR_CODE(112, ERR_YAML_BRACKET, ERR_INPUT, "a bracket, brace or comma is missing or too many")
ERR_CODE(113, ERR_YAML_SYNTAX, ERR_INPUT, "a file is not valid YAML")
ERR_CODE(114, ERR_YAML_DEPTH, ERR_INPUT, "lists and mappings are nested too deep")
ERR_CODE(115, ERR_YAML_ANCHOR, ERR_INPUT, "anchors are not read")
ERR_CODE(116, ERR_YAML_ALIAS, ERR_INPUT, "aliases are not read")
ERR_CODE(117, ERR_YAML_TAG, ERR_INPUT, "tags are not read")
ERR_CODE(118, ERR_YAML_MERGE, ERR_INPUT, "merge keys are not read")
ERR_CODE(119, ERR_YAML_DIRECTIVE, ERR_INPUT, "directives are not read")
ERR_CODE(120, ERR_YAML_DOCUMENTS, ERR_INPUT, "a file holds more than one document")
ERR_CODE(121, ERR_YAML_KEY, ERR_INPUT, "the name of a field is not a plain word")
ERR_CODE(122, ERR_YAML_DUPLICATE_KEY, ERR_INPUT, "a field is given twice")

/* 02xx schema */
ERR_CODE(201, ERR_SCHEMA_KIND, ERR_INPUT, "a mapping, list or value stands where another is due")
ERR_CODE(202, ERR_SCHEMA_EMPTY, ERR_INPUT, "a file or a value is empty")
ERR_CODE(203, ERR_SCHEMA_FIELD_UNKNOWN, ERR_INPUT, "there is no such field")
ERR_CODE(204, ERR_SCHEMA_FIELD_MISSING, ERR_INPUT, "a required field is missing")
ERR_CODE(205, ERR_SCHEMA_NUMBER, ERR_INPUT, "a value is not a number")
ERR_CODE(206, ERR_SCHEMA_NUMBER_QUOTED, ERR_INPUT, "a number is in quotes")
ERR_CODE(207, ERR_SCHEMA_DECIMAL_COMMA, ERR_INPUT, "a number has a decimal comma")
ERR_CODE(208, ERR_SCHEMA_DATE, ERR_INPUT, "a value is not a date")
ERR_CODE(209, ERR_SCHEMA_MONTHS, ERR_INPUT, "a value is not a length of time")
ERR_CODE(210, ERR_SCHEMA_BOOL, ERR_INPUT, "a value is neither true nor false")
ERR_CODE(211, ERR_SCHEMA_ID, ERR_INPUT, "a value is not an identifier")
ERR_CODE(212, ERR_SCHEMA_CHOICE, ERR_INPUT, "a value is none of those allowed")

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
ERR_CODE(550, ERR_RULE_OPTION, ERR_INPUT, "a rule has an option that does not exist")
ERR_CODE(551, ERR_RULE_UNSUPPORTED, ERR_INPUT, "a rule asks for what this version cannot do")
ERR_CODE(552, ERR_RULE_VALUE, ERR_INPUT, "an option of a rule has a value that does not fit it")
ERR_CODE(553, ERR_RULE_NAME, ERR_INPUT, "a rule names a node that the codebook does not have")
ERR_CODE(554, ERR_RULE_BESIDE, ERR_INPUT, "a rule counts a lever or context node in the headline")
ERR_CODE(555, ERR_RULE_SCALES, ERR_INPUT, "a rule averages figures on different scales")
ERR_CODE(556, ERR_RULE_GOALPOSTS, ERR_INPUT, "a rule normalises what has no goalposts")
ERR_CODE(557, ERR_RULE_TWICE, ERR_INPUT, "a rule counts an indicator twice in the headline")

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
