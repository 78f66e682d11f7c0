/* What a function of a rule computes with: numbers, missing values, and, while it is traced,
 * figures. The same calls make steps of a formula or calculate, as the function is being run. */
#ifndef TIDEMARK_LUA_OPERAND_H
#define TIDEMARK_LUA_OPERAND_H

#include "score/formula.h"

#include <lua.h>
#include <stddef.h>

enum operand_kind {
    OPERAND_NUMBER,
    OPERAND_FIGURE,  /* a step of the trace */
    OPERAND_MISSING, /* nil; false too, while rows are run; a number that is none */
    OPERAND_TEXT,
    OPERAND_OTHER
};

/* is_text: a figure whose value is a text. */
struct operand {
    enum operand_kind kind;
    double number;
    uint32_t step;
    bool is_text;
};

/* The value at index. */
struct operand operand_at(lua_State *L, int index);

/* A plain number. */
struct operand operand_number(double number);

/* The result of an operation on numbers, figures and missing values (two at most, SELECT three):
 * calculated where all are plain, else a step. */
struct operand operand_apply(lua_State *L, enum formula_op op, const struct operand *operands,
                             size_t count);
struct operand operand_apply_1(lua_State *L, enum formula_op op, struct operand a);
struct operand operand_apply_2(lua_State *L, enum formula_op op, struct operand a,
                               struct operand b);

/* Pushes it: a missing value as nil or false, or as a figure while tracing. */
void operand_push(lua_State *L, struct operand operand);

/* The step that stands for it in the trace; numbers and missing values get one. */
uint32_t operand_step(lua_State *L, struct operand operand);

/* "a text", "a table" …: the value at index in an error. */
const char *operand_word(lua_State *L, int index);

#endif
