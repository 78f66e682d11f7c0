/* What a YAML file may hold at all, byte by byte, before any parser sees it. */
#ifndef TIDEMARK_YAML_GUARD_H
#define TIDEMARK_YAML_GUARD_H

#include "yaml/place.h"

#include <stdbool.h>
#include <stdint.h>

enum guard_encoding { GUARD_REFUSED, GUARD_ASCII, GUARD_UTF8 };

/* Bytes of a byte order mark in UTF-8 at the start of bytes: 0 or 3. */
size_t guard_bom_length(const char *bytes, size_t length);

/* Scans a source (without its BOM) once. Refuses one above TREE_BYTES_MAX. Adds a problem for the
 * first byte of a line that is not UTF-8 and for each character that has no business in a text
 * file: NUL and other controls but tab, line feed and carriage return before one, DEL, C1, line and
 * paragraph separators, bidirectional controls, non-characters, a BOM in the middle. After ten of
 * them it gives up; UTF-16 is one problem. GUARD_REFUSED when there was any. */
enum guard_encoding guard_scan(const struct place_source *source, struct err_list *list);

/* Refuses a directive (%YAML, %TAG) before the document: libyaml would compare each %TAG with all
 * before it. False when there was one. */
bool guard_start(const struct place_source *source, struct err_list *list);

/* Refuses whatever but blanks and comments follows the document that ends at byte end, without
 * asking libyaml, whose time for a second document is not ours to spend. False when there was
 * any. */
bool guard_rest(const struct place_source *source, size_t end, bool ended_by_dots,
                struct err_list *list);

/* True for characters no text of a YAML file may hold, whether written as such or as an escape:
 * guard_scan's, but line feeds are allowed. */
bool guard_is_unfit(uint32_t code_point);

/* What to call an unfit character: "a NUL byte", "a control character" …: static. */
const char *guard_name(uint32_t code_point);

#endif
