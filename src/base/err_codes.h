/* ERR_CODE(number, name, status, meaning): the stable codes. Never renumber; retire by leaving a
 * gap. 01xx files and YAML syntax · 02xx schema · 03xx values · 04xx references · 05xx rules
 * and scripts · 06xx command line · 07xx machine · 08xx charts. */

/* 01xx files and YAML syntax */

/* 02xx schema */

/* 03xx values */

/* 04xx references */

/* 05xx rules and scripts */

/* 06xx command line */

/* 07xx machine */
ERR_CODE(701, ERR_OUT_OF_MEMORY, ERR_MACHINE, "the machine has no memory left")
ERR_CODE(702, ERR_FILE_READ, ERR_MACHINE, "a file cannot be read")
ERR_CODE(703, ERR_FILE_WRITE, ERR_MACHINE, "a file cannot be written")

/* 08xx charts */
