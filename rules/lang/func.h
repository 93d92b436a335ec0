#ifndef TRUEUP_FUNC_H
#define TRUEUP_FUNC_H
/* Functions and arithmetic: one row an overload, those of one name together. */
#include "rules/lang/eval.h"

#define FUNC_ARGS 4

/* What a row takes and gives beside the kinds of enum type_kind. */
enum func_type {
	ARG_NUMBERS = TYPE_BAD + 1, /* a list of int, uint, double */
	ARG_STRINGS,                /* a list of strings; as a result too */
	RESULT_JOINED,              /* the list that holds what both lists held */
	RESULT_ELEMENT,             /* one of the list's elements */
	RESULT_OPTIONAL,            /* an optional of the argument */
	RESULT_INSIDE,              /* what is in the optional */
	RESULT_EITHER               /* what is in either side of or, orValue */
};

struct func {
	const char *name; /* "+", "-_" (minus sign), "contains", "math.abs" */
	bool method;      /* args[0].name(args[1]) */
	unsigned char n;
	unsigned char args[FUNC_ARGS]; /* enum type_kind, func_type; TYPE_DYN takes anything */
	unsigned char result;
	/* args are neither unknown nor error, and of the row's types. */
	void (*run)(struct run *r, const struct expr *site, const struct val *args,
		struct val *out);
};

/* All rows, ended by a NULL name; funcs_first: the first row of that name, or NULL. */
extern const struct func funcs[];
const struct func *funcs_first(const char *name);

static inline bool
funcs_same(const struct func *f, const char *name)
{
	return f->name != NULL && strcmp(f->name, name) == 0;
}

#define FUNC(name) \
	void name(struct run *r, const struct expr *site, const struct val *args, struct val *out)

/* func_number.c */
FUNC(fn_int_add); FUNC(fn_int_sub); FUNC(fn_int_mul); FUNC(fn_int_div); FUNC(fn_int_mod);
FUNC(fn_int_neg);
FUNC(fn_uint_add); FUNC(fn_uint_sub); FUNC(fn_uint_mul); FUNC(fn_uint_div); FUNC(fn_uint_mod);
FUNC(fn_double_add); FUNC(fn_double_sub); FUNC(fn_double_mul); FUNC(fn_double_div);
FUNC(fn_double_neg);

/* func_convert.c */
FUNC(fn_same); FUNC(fn_type);
FUNC(fn_int_of_uint); FUNC(fn_int_of_double); FUNC(fn_int_of_string); FUNC(fn_int_of_timestamp);
FUNC(fn_uint_of_int); FUNC(fn_uint_of_double); FUNC(fn_uint_of_string);
FUNC(fn_double_of_int); FUNC(fn_double_of_uint); FUNC(fn_double_of_string);
FUNC(fn_string_of_any); FUNC(fn_string_of_bytes); FUNC(fn_bytes_of_string); FUNC(fn_bool_of_string);
FUNC(fn_timestamp_of_string); FUNC(fn_timestamp_of_int); FUNC(fn_duration_of_string);

/* func_string.c */
FUNC(fn_concat); FUNC(fn_list_concat); FUNC(fn_contains); FUNC(fn_starts_with); FUNC(fn_ends_with);
FUNC(fn_matches); FUNC(fn_size);

/* func_text.c: what the specification's extension "strings" adds; positions are code points. */
FUNC(fn_char_at); FUNC(fn_index_of); FUNC(fn_last_index_of); FUNC(fn_lower_ascii);
FUNC(fn_upper_ascii); FUNC(fn_replace); FUNC(fn_split); FUNC(fn_substring); FUNC(fn_trim);
FUNC(fn_join); FUNC(fn_reverse);

/* func_format.c: format and quote of "strings"; base64 of "encoders". */
FUNC(fn_format); FUNC(fn_quote); FUNC(fn_base64_encode); FUNC(fn_base64_decode);

/* optional.c: the extension "optionals". EXPR_OR_ELSE runs the last two itself. */
FUNC(fn_opt_of); FUNC(fn_opt_nonzero); FUNC(fn_opt_none); FUNC(fn_has_value); FUNC(fn_value);
FUNC(fn_or); FUNC(fn_or_value);

/* func_math.c: the extension "math". */
FUNC(fn_greatest); FUNC(fn_round); FUNC(fn_abs); FUNC(fn_sign); FUNC(fn_sqrt); FUNC(fn_class);
FUNC(fn_bits); FUNC(fn_bit_not); FUNC(fn_bit_shift);

/* func_time.c */
FUNC(fn_time_plus); FUNC(fn_plus_time); FUNC(fn_time_minus); FUNC(fn_time_between);
FUNC(fn_span_add); FUNC(fn_span_sub);
FUNC(fn_time_part); FUNC(fn_span_part);

#endif
