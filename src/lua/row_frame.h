/* Rows as the parent sends them and as it is answered. */
#ifndef TIDEMARK_LUA_ROW_FRAME_H
#define TIDEMARK_LUA_ROW_FRAME_H

#include "base/text.h"
#include "lua/running.h"
#include "lua/sandbox.h"

/* Runs a function over the rows of a ROWS frame, from after its handle and first, and puts the body
 * of a RESULTS frame into reply. False with the sandbox's failure filled in and *failed the row;
 * *malformed when the frame is not as it should be, or there is no memory. */
bool row_frame_run(struct sandbox *sandbox, const struct running_function *function,
                   struct protocol_reader *reader, struct text_buffer *reply, uint32_t *failed,
                   bool *malformed);

/* Tries a function on made-up rows and puts the results it gives into reply, as FORMULA has them.
 * False with the sandbox's failure filled in when it fails in all rows without missing values, or
 * gives nothing. */
bool row_frame_probe(struct sandbox *sandbox, const struct running_function *function,
                     struct text_buffer *reply);

#endif
