#include "rules/lang/func.h"

#define BO TYPE_BOOL
#define IN TYPE_INT
#define UI TYPE_UINT
#define DO TYPE_DOUBLE
#define ST TYPE_STRING
#define BY TYPE_BYTES
#define TS TYPE_TIMESTAMP
#define DU TYPE_DURATION
#define LI TYPE_LIST
#define MA TYPE_MAP
#define TY TYPE_TYPE
#define DY TYPE_DYN
#define OP TYPE_OPTIONAL
#define NS ARG_NUMBERS
#define SS ARG_STRINGS
#define EL RESULT_ELEMENT

#define PART(name)                                                                                 \
	{name, true, 1, {TS}, IN, fn_time_part}, {name, true, 2, {TS, ST}, IN, fn_time_part}

/* One row for each type of number; it gives the same type. */
#define NUMBERS(name, run)                                                                         \
	{name, false, 1, {IN}, IN, run}, {name, false, 1, {UI}, UI, run},                          \
		{name, false, 1, {DO}, DO, run}
#define BITS(name, run)                                                                            \
	{name, false, 2, {IN, IN}, IN, run}, {name, false, 2, {UI, UI}, UI, run}
#define SHIFT(name)                                                                                \
	{name, false, 2, {IN, IN}, IN, fn_bit_shift}, {name, false, 2, {UI, IN}, UI, fn_bit_shift}

const struct func funcs[] = {
	{"+", false, 2, {IN, IN}, IN, fn_int_add},
	{"+", false, 2, {UI, UI}, UI, fn_uint_add},
	{"+", false, 2, {DO, DO}, DO, fn_double_add},
	{"+", false, 2, {ST, ST}, ST, fn_concat},
	{"+", false, 2, {BY, BY}, BY, fn_concat},
	{"+", false, 2, {LI, LI}, RESULT_JOINED, fn_list_concat},
	{"+", false, 2, {TS, DU}, TS, fn_time_plus},
	{"+", false, 2, {DU, TS}, TS, fn_plus_time},
	{"+", false, 2, {DU, DU}, DU, fn_span_add},
	{"-", false, 2, {IN, IN}, IN, fn_int_sub},
	{"-", false, 2, {UI, UI}, UI, fn_uint_sub},
	{"-", false, 2, {DO, DO}, DO, fn_double_sub},
	{"-", false, 2, {TS, TS}, DU, fn_time_between},
	{"-", false, 2, {TS, DU}, TS, fn_time_minus},
	{"-", false, 2, {DU, DU}, DU, fn_span_sub},
	{"*", false, 2, {IN, IN}, IN, fn_int_mul},
	{"*", false, 2, {UI, UI}, UI, fn_uint_mul},
	{"*", false, 2, {DO, DO}, DO, fn_double_mul},
	{"/", false, 2, {IN, IN}, IN, fn_int_div},
	{"/", false, 2, {UI, UI}, UI, fn_uint_div},
	{"/", false, 2, {DO, DO}, DO, fn_double_div},
	{"%", false, 2, {IN, IN}, IN, fn_int_mod},
	{"%", false, 2, {UI, UI}, UI, fn_uint_mod},
	{"-_", false, 1, {IN}, IN, fn_int_neg},
	{"-_", false, 1, {DO}, DO, fn_double_neg},

	{"size", false, 1, {ST}, IN, fn_size},
	{"size", false, 1, {BY}, IN, fn_size},
	{"size", false, 1, {LI}, IN, fn_size},
	{"size", false, 1, {MA}, IN, fn_size},
	{"size", true, 1, {ST}, IN, fn_size},
	{"size", true, 1, {BY}, IN, fn_size},
	{"size", true, 1, {LI}, IN, fn_size},
	{"size", true, 1, {MA}, IN, fn_size},
	{"contains", true, 2, {ST, ST}, BO, fn_contains},
	{"startsWith", true, 2, {ST, ST}, BO, fn_starts_with},
	{"endsWith", true, 2, {ST, ST}, BO, fn_ends_with},
	{"matches", true, 2, {ST, ST}, BO, fn_matches},
	{"matches", false, 2, {ST, ST}, BO, fn_matches},

	{"dyn", false, 1, {DY}, DY, fn_same},
	{"type", false, 1, {DY}, TY, fn_type},
	{"int", false, 1, {IN}, IN, fn_same},
	{"int", false, 1, {UI}, IN, fn_int_of_uint},
	{"int", false, 1, {DO}, IN, fn_int_of_double},
	{"int", false, 1, {ST}, IN, fn_int_of_string},
	{"int", false, 1, {TS}, IN, fn_int_of_timestamp},
	{"uint", false, 1, {UI}, UI, fn_same},
	{"uint", false, 1, {IN}, UI, fn_uint_of_int},
	{"uint", false, 1, {DO}, UI, fn_uint_of_double},
	{"uint", false, 1, {ST}, UI, fn_uint_of_string},
	{"double", false, 1, {DO}, DO, fn_same},
	{"double", false, 1, {IN}, DO, fn_double_of_int},
	{"double", false, 1, {UI}, DO, fn_double_of_uint},
	{"double", false, 1, {ST}, DO, fn_double_of_string},
	{"string", false, 1, {ST}, ST, fn_same},
	{"string", false, 1, {BO}, ST, fn_string_of_any},
	{"string", false, 1, {IN}, ST, fn_string_of_any},
	{"string", false, 1, {UI}, ST, fn_string_of_any},
	{"string", false, 1, {DO}, ST, fn_string_of_any},
	{"string", false, 1, {BY}, ST, fn_string_of_bytes},
	{"string", false, 1, {TS}, ST, fn_string_of_any},
	{"string", false, 1, {DU}, ST, fn_string_of_any},
	{"bytes", false, 1, {BY}, BY, fn_same},
	{"bytes", false, 1, {ST}, BY, fn_bytes_of_string},
	{"bool", false, 1, {BO}, BO, fn_same},
	{"bool", false, 1, {ST}, BO, fn_bool_of_string},
	{"timestamp", false, 1, {TS}, TS, fn_same},
	{"timestamp", false, 1, {ST}, TS, fn_timestamp_of_string},
	{"timestamp", false, 1, {IN}, TS, fn_timestamp_of_int},
	{"duration", false, 1, {DU}, DU, fn_same},
	{"duration", false, 1, {ST}, DU, fn_duration_of_string},

	PART("getFullYear"),
	PART("getMonth"),
	PART("getDate"),
	PART("getDayOfMonth"),
	PART("getDayOfWeek"),
	PART("getDayOfYear"),
	PART("getHours"), {"getHours", true, 1, {DU}, IN, fn_span_part},
	PART("getMinutes"), {"getMinutes", true, 1, {DU}, IN, fn_span_part},
	PART("getSeconds"), {"getSeconds", true, 1, {DU}, IN, fn_span_part},
	PART("getMilliseconds"), {"getMilliseconds", true, 1, {DU}, IN, fn_span_part},

	{"charAt", true, 2, {ST, IN}, ST, fn_char_at},
	{"indexOf", true, 2, {ST, ST}, IN, fn_index_of},
	{"indexOf", true, 3, {ST, ST, IN}, IN, fn_index_of},
	{"lastIndexOf", true, 2, {ST, ST}, IN, fn_last_index_of},
	{"lastIndexOf", true, 3, {ST, ST, IN}, IN, fn_last_index_of},
	{"lowerAscii", true, 1, {ST}, ST, fn_lower_ascii},
	{"upperAscii", true, 1, {ST}, ST, fn_upper_ascii},
	{"replace", true, 3, {ST, ST, ST}, ST, fn_replace},
	{"replace", true, 4, {ST, ST, ST, IN}, ST, fn_replace},
	{"split", true, 2, {ST, ST}, SS, fn_split},
	{"split", true, 3, {ST, ST, IN}, SS, fn_split},
	{"substring", true, 2, {ST, IN}, ST, fn_substring},
	{"substring", true, 3, {ST, IN, IN}, ST, fn_substring},
	{"trim", true, 1, {ST}, ST, fn_trim},
	{"join", true, 1, {SS}, ST, fn_join},
	{"join", true, 2, {SS, ST}, ST, fn_join},
	{"reverse", true, 1, {ST}, ST, fn_reverse},
	{"format", true, 2, {ST, LI}, ST, fn_format},
	{"strings.quote", false, 1, {ST}, ST, fn_quote},
	{"base64.encode", false, 1, {BY}, ST, fn_base64_encode},
	{"base64.decode", false, 1, {ST}, BY, fn_base64_decode},

	{"optional.of", false, 1, {DY}, RESULT_OPTIONAL, fn_opt_of},
	{"optional.ofNonZeroValue", false, 1, {DY}, RESULT_OPTIONAL, fn_opt_nonzero},
	{"optional.none", false, 0, {0}, RESULT_OPTIONAL, fn_opt_none},
	{"hasValue", true, 1, {OP}, BO, fn_has_value},
	{"value", true, 1, {OP}, RESULT_INSIDE, fn_value},
	{"or", true, 2, {OP, OP}, RESULT_EITHER, fn_or},
	{"orValue", true, 2, {OP, DY}, RESULT_EITHER, fn_or_value},

	NUMBERS("math.greatest", fn_greatest),
	{"math.greatest", false, 1, {NS}, EL, fn_greatest},
	NUMBERS("math.least", fn_greatest),
	{"math.least", false, 1, {NS}, EL, fn_greatest},
	{"math.ceil", false, 1, {DO}, DO, fn_round},
	{"math.floor", false, 1, {DO}, DO, fn_round},
	{"math.round", false, 1, {DO}, DO, fn_round},
	{"math.trunc", false, 1, {DO}, DO, fn_round},
	NUMBERS("math.abs", fn_abs),
	NUMBERS("math.sign", fn_sign),
	{"math.sqrt", false, 1, {IN}, DO, fn_sqrt},
	{"math.sqrt", false, 1, {UI}, DO, fn_sqrt},
	{"math.sqrt", false, 1, {DO}, DO, fn_sqrt},
	{"math.isNaN", false, 1, {DO}, BO, fn_class},
	{"math.isInf", false, 1, {DO}, BO, fn_class},
	{"math.isFinite", false, 1, {DO}, BO, fn_class},
	BITS("math.bitAnd", fn_bits), BITS("math.bitOr", fn_bits), BITS("math.bitXor", fn_bits),
	{"math.bitNot", false, 1, {IN}, IN, fn_bit_not},
	{"math.bitNot", false, 1, {UI}, UI, fn_bit_not},
	SHIFT("math.bitShiftLeft"), SHIFT("math.bitShiftRight"),
	{0},
};

const struct func *
funcs_first(const char *name)
{
	for (const struct func *f = funcs; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
