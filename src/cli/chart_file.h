/* Charts from a file of tidy rows: any CSV with the columns that a kind reads. */
#ifndef TIDEMARK_CLI_CHART_FILE_H
#define TIDEMARK_CLI_CHART_FILE_H

#include "chart/chart.h"
#include "cli/session.h"

/* Whether an argument of `chart` names a file: "-" (stdin) or a name that ends in .csv. */
bool chart_file_is(const char *argument);

/* Reads the file's rows and fills rows, labels, scale, measure and source of the request. Names are
 * those of the columns country_name and item_name, else of the project that the run stands in, if
 * it stands in one, else ids. The scale is that of --scale, else unknown. --countries chooses rows
 * by id. Rows of scenarios and levers get a note that their magnitudes are judged, unless --note
 * says another. session needs no project. False, said on stderr, when the file cannot be read or is
 * no CSV, a figure is no number, or no row is chosen. */
bool chart_file_read(struct session *session, const char *path, struct chart_request *request);

#endif
