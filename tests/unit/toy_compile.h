/*
 * Expressions and templates over the toy world, compiled; a test fails when that fails.
 */
#pragma once
#include "toy.h"
#include "unit.h"

static inline const dr_expr *compile(dr_arena *arena, const char *text)
{
	const dr_expr *expr = NULL;
	dr_error err = { 0 };
	int r = dr_expr_compile(arena, &TOY_VARIABLES, dr_str_of(text), &expr, &err);
	ck_assert_msg(r == DR_OK, "%s: %s", text, err.text);
	return expr;
}

static inline const dr_template *compile_text(dr_arena *arena, dr_str text)
{
	const dr_template *template = NULL;
	dr_error err = { 0 };
	int r = dr_template_compile(arena, &TOY_VARIABLES, text, &template, &err);
	ck_assert_msg(r == DR_OK, "%s", err.text);
	return template;
}
