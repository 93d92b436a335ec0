#ifndef TRUEUP_BANNED_H
#define TRUEUP_BANNED_H
/*
 * Functions that have no place in this program are compile errors.  The
 * Makefile includes this file before every source of ours.
 */
#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#undef isalpha
#undef isdigit
#undef isspace
#undef toupper
#undef tolower
#undef isalnum
#undef isupper
#undef islower
/* clang's fortified headers make macros of these. */
#undef sprintf
#undef vsprintf

/* No bound on what is written, hidden state, or silent conversion errors. */
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison atoi atol atoll atof gmtime localtime ctime asctime mktime
#pragma GCC poison tmpnam mktemp popen srand
/*
 * Case-blind member look-up, and XML options that open files or hide entities,
 * are poisoned in base/json.c and read/xml.c: after the headers that declare them.
 */
/* The locale decides what these say. */
#pragma GCC poison setlocale isalpha isdigit isspace toupper tolower isalnum isupper islower
#pragma GCC poison strcoll strtod
/* time(), system() and rand() are banned too: words that are good names elsewhere, so tests/lint looks for the calls. */
#pragma GCC poison clock_gettime gettimeofday

#endif
