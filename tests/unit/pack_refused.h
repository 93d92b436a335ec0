/* Rows of test_pack.c: what is wrong, the line that is changed, its text instead, what is printed. */
	{"misspelt member", 7,
		"      'reff': 'control.owner',",
		"own.jsonc:7:7: error[E351]: no member 'reff' is known here; did you mean 'refs'?\n"
		"    7 |       'reff': 'control.owner',\n"
		"      |       ^~~~~~\n"
		"own.jsonc:4:5: error[E356]: the kind resolve needs 'ref'\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"},
	{"misspelt member of the pack", 2,
		"  'trueup': 'rules/1', 'name': 'own', 'version': '1', 'titel': 'x',",
		"own.jsonc:2:55: error[E351]: no member 'titel' is known here; did you mean 'title'?\n"
		"    2 |   'trueup': 'rules/1', 'name': 'own', 'version': '1', 'titel': 'x',\n"
		"      |                                                       ^~~~~~~\n"},
	{"a member on the line before its value", 9,
		"      'parms':\n"
		"        {},",
		"own.jsonc:9:7: error[E351]: no member 'parms' is known here; did you mean 'params'?\n"
		"    9 |       'parms':\n"
		"      |       ^~~~~~~\n"},
	{"missing member: id", 4,
		"    { 'kind': 'resolve',",
		"own.jsonc:4:5: error[E353]: 'id' is missing\n"
		"    4 |     { 'kind': 'resolve',\n"
		"      |     ^\n"},
	{"missing member: kind", 4,
		"    { 'id': 'R-1',",
		"own.jsonc:4:5: error[E353]: 'kind' is missing\n"
		"    4 |     { 'id': 'R-1',\n"
		"      |     ^\n"},
	{"missing member: dim", 5,
		"      'effect': 'flag', 'severity': 'low',",
		"own.jsonc:4:5: error[E353]: 'dim' is missing\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"},
	{"missing members: effect, severity", 5,
		"      'dim': 'O',",
		"own.jsonc:4:5: error[E353]: 'effect' is missing\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"
		"own.jsonc:4:5: error[E353]: 'severity' is missing\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"},
	{"missing members: question, for", 6,
		"",
		"own.jsonc:4:5: error[E353]: 'question' is missing\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"
		"own.jsonc:4:5: error[E353]: 'for' is missing\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"},
	{"missing members: message, fix", 10,
		"",
		"own.jsonc:4:5: error[E353]: 'fix' is missing\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"
		"own.jsonc:4:5: error[E353]: 'message' is missing\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"},
	{"the message is no text", 10,
		"      'message': 7, 'fix': 'Do it.',",
		"own.jsonc:10:18: error[E352]: a string is wanted here\n"
		"   10 |       'message': 7, 'fix': 'Do it.',\n"
		"      |                  ^\n"},
	{"a blank member", 10,
		"      'message': '{control.id}', 'fix': '',",
		"own.jsonc:10:41: error[E352]: this is blank\n"
		"   10 |       'message': '{control.id}', 'fix': '',\n"
		"      |                                         ^\n"},
	{"unknown kind", 4,
		"    { 'id': 'R-1', 'kind': 'resolv',",
		"own.jsonc:4:28: error[E355]: no kind 'resolv'; did you mean 'resolve'?\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolv',\n"
		"      |                            ^\n"},
	{"unknown kind, near nothing", 4,
		"    { 'id': 'R-1', 'kind': 'zzz',",
		"own.jsonc:4:28: error[E355]: no kind 'zzz'; there are require, resolve, deadline, "
		"sequence, followup, contradict, agree, share, occurs, ratio, reconcile, "
		"concentrate, reuse, behaviour\n"
		"    4 |     { 'id': 'R-1', 'kind': 'zzz',\n"
		"      |                            ^\n"},
	{"unknown record", 6,
		"      'question': 'Who?', 'for': 'controls',",
		"own.jsonc:6:34: error[E357]: no record type 'controls': trueup model lists them\n"
		"    6 |       'question': 'Who?', 'for': 'controls',\n"
		"      |                                  ^\n"},
	{"a record that the kind does not judge", 6,
		"      'question': 'Who?', 'for': 'population',",
		"own.jsonc:6:34: error[E357]: the kind resolve does not judge 'population'\n"
		"    6 |       'question': 'Who?', 'for': 'population',\n"
		"      |                                  ^\n"
		"own.jsonc:7:15: error[E310]: no variable 'control' here; there are population, as_of\n"
		"    7 |       'ref': 'control.owner',\n"
		"      |               ^~~~~~~\n"
		"own.jsonc:10:20: error[E310]: no variable 'control' here; there are population, "
		"as_of, party, why\n"
		"   10 |       'message': '{control.id} {why}', 'fix': 'Do it.',\n"
		"      |                    ^~~~~~~\n"},
	{"unknown word", 5,
		"      'dim': 'O', 'effect': 'flag', 'severity': 'hihg',",
		"own.jsonc:5:49: error[E359]: 'hihg' is no word for 'severity'; did you mean 'high'?\n"
		"    5 |       'dim': 'O', 'effect': 'flag', 'severity': 'hihg',\n"
		"      |                                                 ^\n"},
	{"unknown word, near nothing", 5,
		"      'dim': 'Q', 'effect': 'flag', 'severity': 'low',",
		"own.jsonc:5:14: error[E359]: 'Q' is no word for 'dim'; there are O, D, W, I, G\n"
		"    5 |       'dim': 'Q', 'effect': 'flag', 'severity': 'low',\n"
		"      |              ^\n"},
	{"an id that no table can print", 4,
		"    { 'id': 'R 1', 'kind': 'resolve',",
		"own.jsonc:4:13: error[E352]: an id is up to 64 letters, digits, `-`, `_` and `.`\n"
		"    4 |     { 'id': 'R 1', 'kind': 'resolve',\n"
		"      |             ^\n"},
	{"misspelt field", 8,
		"      'must': 'party.activ',",
		"own.jsonc:8:22: error[E311]: a party has no field 'activ': did you mean 'active'?\n"
		"    8 |       'must': 'party.activ',\n"
		"      |                      ^~~~~\n"},
	{"misspelt field in where", 6,
		"      'question': 'Who?', 'for': 'control', 'where': 'control.aplicable',",
		"own.jsonc:6:63: error[E311]: a control has no field 'aplicable': did you mean "
		"'applicable'?\n"
		"    6 |       'question': 'Who?', 'for': 'control', 'where': 'control.aplicable',\n"
		"      |                                                               ^~~~~~~~~\n"},
	{"misspelt variable", 8,
		"      'must': 'prty.active',",
		"own.jsonc:8:16: error[E310]: no variable 'prty' here: did you mean 'party'?\n"
		"    8 |       'must': 'prty.active',\n"
		"      |                ^~~~\n"},
	{"a variable of another slot", 7,
		"      'ref': 'party.name',",
		"own.jsonc:7:15: error[E310]: no variable 'party' here; there are control, as_of\n"
		"    7 |       'ref': 'party.name',\n"
		"      |               ^~~~~\n"},
	{"wrong type: bool is wanted", 8,
		"      'must': 'party.name',",
		"own.jsonc:8:16: error[E316]: this is string, and bool is wanted here\n"
		"    8 |       'must': 'party.name',\n"
		"      |                ^~~~~~~~~~\n"},
	{"wrong type: string is wanted", 7,
		"      'ref': 'control.applicable',",
		"own.jsonc:7:15: error[E316]: this is bool, and string is wanted here\n"
		"    7 |       'ref': 'control.applicable',\n"
		"      |               ^~~~~~~~~~~~~~~~~~\n"},
	{"wrong type within", 8,
		"      'must': 'party.active == 1',",
		"own.jsonc:8:16: error[E313]: `==` cannot compare bool with int\n"
		"    8 |       'must': 'party.active == 1',\n"
		"      |                ^~~~~~~~~~~~~~~~~\n"},
	{"has() on a field", 8,
		"      'must': 'has(party.active)',",
		"own.jsonc:8:16: error[E314]: every party has its fields: ask party.active == null "
		"for a blank one\n"
		"    8 |       'must': 'has(party.active)',\n"
		"      |                ^~~~~~~~~~~~~~~~~\n"},
	{"an expression that is no text", 8,
		"      'must': true,",
		"own.jsonc:8:15: error[E352]: an expression in quotes is wanted here\n"
		"    8 |       'must': true,\n"
		"      |               ^\n"},
	{"an expression that does not parse", 8,
		"      'must': 'party.active &&',",
		"own.jsonc:8:31: error[E303]: expected a value, found the end of the expression\n"
		"    8 |       'must': 'party.active &&',\n"
		"      |                               ^\n"},
	{"slot missing", 8,
		"",
		"own.jsonc:4:5: error[E356]: the kind resolve needs 'must'\n"
		"    4 |     { 'id': 'R-1', 'kind': 'resolve',\n"
		"      |     ^\n"},
	{"misspelt field in the message", 10,
		"      'message': '{control.idd} {why}', 'fix': 'Do it.',",
		"own.jsonc:10:28: error[E311]: a control has no field 'idd': did you mean 'id'?\n"
		"   10 |       'message': '{control.idd} {why}', 'fix': 'Do it.',\n"
		"      |                            ^~~\n"},
	{"a word that the kind has not got", 10,
		"      'message': '{control.id} {due}', 'fix': 'Do it.',",
		"own.jsonc:10:33: error[E310]: no variable 'due' here; there are control, as_of, "
		"party, why\n"
		"   10 |       'message': '{control.id} {due}', 'fix': 'Do it.',\n"
		"      |                                 ^~~\n"},
	{"instance of a kind that feeds no score", 3,
		"  'rules': [\n"
		"    { 'id': 'R-2', 'kind': 'require', 'dim': 'O', 'effect': 'instance', 'severity': "
		"'low',\n"
		"      'question': 'q', 'for': 'control', 'must': 'control.claimed', 'message': 'm', "
		"'fix': 'f' },",
		"own.jsonc:4:61: error[E361]: the kind require feeds no score\n"
		"    4 |     { 'id': 'R-2', 'kind': 'require', 'dim': 'O', 'effect': 'instance', "
		"'severity': 'low',\n"
		"      |                                                             ^\n"},
	{"instance in another dimension", 5,
		"      'dim': 'W', 'effect': 'instance', 'severity': 'low',",
		"own.jsonc:5:29: error[E361]: the kind resolve feeds dimension O, not W\n"
		"    5 |       'dim': 'W', 'effect': 'instance', 'severity': 'low',\n"
		"      |                             ^\n"},
	{"instance for another record", 3,
		"  'rules': [\n"
		"    { 'id': 'R-2', 'kind': 'resolve', 'dim': 'O', 'effect': 'instance', 'severity': "
		"'low',\n"
		"      'question': 'q', 'for': 'item', 'ref': 'item.owner', 'must': 'true', "
		"'message': 'm', 'fix': 'f' },",
		"own.jsonc:4:61: error[E361]: the kind resolve feeds dimension O for 'control' only\n"
		"    4 |     { 'id': 'R-2', 'kind': 'resolve', 'dim': 'O', 'effect': 'instance', "
		"'severity': 'low',\n"
		"      |                                                             ^\n"},
	{"who owns something stands for nothing by itself", 3,
		"  'rules': [\n"
		"    { 'id': 'R-2', 'kind': 'require', 'dim': 'O', 'effect': 'flag', 'severity': "
		"'low',\n"
		"      'question': 'q', 'for': 'owner', 'must': 'owner.accountable', 'message': 'm', "
		"'fix': 'f' },",
		"own.jsonc:5:31: error[E357]: the kind require does not judge 'owner'\n"
		"    5 |       'question': 'q', 'for': 'owner', 'must': 'owner.accountable', 'message': "
		"'m', 'fix': 'f' },\n"
		"      |                               ^\n"},
	{"cap of a kind that lowers no grade", 5,
		"      'dim': 'O', 'effect': 'cap', 'severity': 'low',",
		"own.jsonc:5:29: error[E361]: the kind resolve lowers no grade\n"
		"    5 |       'dim': 'O', 'effect': 'cap', 'severity': 'low',\n"
		"      |                             ^\n"},
	{"parameter without source", 9,
		"      'params': { 'n': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': "
		"'trueup' } },",
		"own.jsonc:9:24: error[E358]: 'source' is missing: a number without a source is an "
		"opinion\n"
		"    9 |       'params': { 'n': { 'type': 'int', 'default': 1, 'stricter': 'lower', "
		"'basis': 'trueup' } },\n"
		"      |                        ^\n"},
	{"parameter with a blank source", 9,
		"      'params': { 'n': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': "
		"'trueup', 'source': '' } },",
		"own.jsonc:9:105: error[E352]: this is blank\n"
		"    9 |       'params': { 'n': { 'type': 'int', 'default': 1, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': '' } },\n"
		"      |                                                                              "
		"                           ^\n"},
	{"parameter without anything", 9,
		"      'params': { 'n': {} },",
		"own.jsonc:9:24: error[E353]: 'type' is missing\n"
		"    9 |       'params': { 'n': {} },\n"
		"      |                        ^\n"
		"own.jsonc:9:24: error[E353]: 'stricter' is missing\n"
		"    9 |       'params': { 'n': {} },\n"
		"      |                        ^\n"
		"own.jsonc:9:24: error[E353]: 'basis' is missing\n"
		"    9 |       'params': { 'n': {} },\n"
		"      |                        ^\n"
		"own.jsonc:9:24: error[E358]: 'source' is missing: a number without a source is an "
		"opinion\n"
		"    9 |       'params': { 'n': {} },\n"
		"      |                        ^\n"
		"own.jsonc:9:24: error[E358]: 'default' is missing\n"
		"    9 |       'params': { 'n': {} },\n"
		"      |                        ^\n"},
	{"parameter that is no object", 9,
		"      'params': { 'n': 1 },",
		"own.jsonc:9:24: error[E358]: a parameter is an object with type and default\n"
		"    9 |       'params': { 'n': 1 },\n"
		"      |                        ^\n"},
	{"params that are no object", 9,
		"      'params': [],",
		"own.jsonc:9:17: error[E352]: 'params' is an object\n"
		"    9 |       'params': [],\n"
		"      |                 ^\n"},
	{"int by another type", 9,
		"      'params': { 'n': { 'type': 'int', 'default': 'P3D', 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:52: error[E358]: 'n' is of type int: a whole number is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'int', 'default': 'P3D', 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                    ^\n"},
	{"int that is not whole", 9,
		"      'params': { 'n': { 'type': 'int', 'default': 1.5, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:52: error[E358]: 'n' is of type int: a whole number is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'int', 'default': 1.5, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                    ^\n"},
	{"duration by another type", 9,
		"      'params': { 'n': { 'type': 'duration', 'default': 3, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:57: error[E358]: 'n' is of type duration: an ISO 8601 duration such as "
		"'P3D' is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'duration', 'default': 3, 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                         ^\n"},
	{"duration that is none", 9,
		"      'params': { 'n': { 'type': 'duration', 'default': '3 days', 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:57: error[E358]: 'n' is of type duration: an ISO 8601 duration such as "
		"'P3D' is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'duration', 'default': '3 days', "
		"'stricter': 'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                         ^\n"},
	{"duration below nothing", 9,
		"      'params': { 'n': { 'type': 'duration', 'default': '-P3D', 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:57: error[E358]: 'n' is of type duration: an ISO 8601 duration such as "
		"'P3D' is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'duration', 'default': '-P3D', 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                         ^\n"},
	{"string by another type", 9,
		"      'params': { 'n': { 'type': 'string', 'default': 3, 'stricter': 'none', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:55: error[E358]: 'n' is of type string: a string is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'string', 'default': 3, 'stricter': 'none', "
		"'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                       ^\n"},
	{"strings by another type", 9,
		"      'params': { 'n': { 'type': 'strings', 'default': 'x', 'stricter': 'none', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:56: error[E358]: 'n' is of type strings: a list of strings is wanted "
		"here\n"
		"    9 |       'params': { 'n': { 'type': 'strings', 'default': 'x', 'stricter': "
		"'none', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                        ^\n"},
	{"strings with something else", 9,
		"      'params': { 'n': { 'type': 'strings', 'default': ['x', 1], 'stricter': 'none', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:62: error[E358]: 'n' is of type strings: a string is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'strings', 'default': ['x', 1], 'stricter': "
		"'none', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                              ^\n"},
	{"table by another type", 9,
		"      'params': { 'n': { 'type': 'table', 'default': 'P3D', 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:54: error[E358]: 'n' is of type table: an object of severity words and "
		"durations is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'table', 'default': 'P3D', 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                      ^\n"},
	{"table with a row too few, one too many, one wrong", 9,
		"      'params': { 'n': { 'type': 'table', 'default': { 'critical': 'P1D', 'high': 1, "
		"'moderat': 'P3D', 'low': 'P4D' },\n"
		"        'stricter': 'lower', 'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:86: error[E351]: no member 'moderat' is known here; did you mean "
		"'moderate'?\n"
		"    9 |       'params': { 'n': { 'type': 'table', 'default': { 'critical': 'P1D', "
		"'high': 1, 'moderat': 'P3D', 'low': 'P4D' },\n"
		"      |                                                                              "
		"        ^~~~~~~~~\n"
		"own.jsonc:9:83: error[E358]: 'n' is of type table: an ISO 8601 duration such as "
		"'P3D' is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'table', 'default': { 'critical': 'P1D', "
		"'high': 1, 'moderat': 'P3D', 'low': 'P4D' },\n"
		"      |                                                                              "
		"     ^\n"
		"own.jsonc:9:54: error[E358]: the row 'moderate' is missing\n"
		"    9 |       'params': { 'n': { 'type': 'table', 'default': { 'critical': 'P1D', "
		"'high': 1, 'moderat': 'P3D', 'low': 'P4D' },\n"
		"      |                                                      ^\n"},
	{"below its least", 9,
		"      'params': { 'n': { 'type': 'int', 'default': 1, 'min': 2, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:52: error[E358]: the default is below min\n"
		"    9 |       'params': { 'n': { 'type': 'int', 'default': 1, 'min': 2, 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                    ^\n"},
	{"above its most", 9,
		"      'params': { 'n': { 'type': 'duration', 'default': 'P3D', 'max': 'P2D', "
		"'stricter': 'lower', 'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:57: error[E358]: the default is above max\n"
		"    9 |       'params': { 'n': { 'type': 'duration', 'default': 'P3D', 'max': 'P2D', "
		"'stricter': 'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                         ^\n"},
	{"a bound of another type", 9,
		"      'params': { 'n': { 'type': 'int', 'default': 1, 'max': 'P2D', 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:62: error[E358]: 'n' is of type int: a whole number is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'int', 'default': 1, 'max': 'P2D', "
		"'stricter': 'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                              ^\n"},
	{"a bound of what has none", 9,
		"      'params': { 'n': { 'type': 'string', 'default': 'x', 'min': 'a', 'stricter': "
		"'none', 'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:67: error[E358]: 'n' is of type string: no bound is wanted here\n"
		"    9 |       'params': { 'n': { 'type': 'string', 'default': 'x', 'min': 'a', "
		"'stricter': 'none', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                                                                   ^\n"},
	{"a parameter that hides the record", 9,
		"      'params': { 'control': { 'type': 'int', 'default': 1, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:30: error[E358]: 'control' is the name of something else here\n"
		"    9 |       'params': { 'control': { 'type': 'int', 'default': 1, 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                              ^\n"},
	{"a parameter that hides a variable", 9,
		"      'params': { 'party': { 'type': 'int', 'default': 1, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:28: error[E358]: 'party' is the name of something else here\n"
		"    9 |       'params': { 'party': { 'type': 'int', 'default': 1, 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                            ^\n"
		"own.jsonc:8:22: error[E311]: int has no field 'active'\n"
		"    8 |       'must': 'party.active',\n"
		"      |                      ^~~~~~\n"},
	{"a parameter that no expression can name", 9,
		"      'params': { 'Max-Age': { 'type': 'int', 'default': 1, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } },",
		"own.jsonc:9:30: error[E358]: the name of a parameter is small letters, digits and "
		"`_`\n"
		"    9 |       'params': { 'Max-Age': { 'type': 'int', 'default': 1, 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } },\n"
		"      |                              ^\n"},
	{"too many parameters", 9,
		"      'params': { 'p0': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': "
		"'trueup', 'source': 's' }\n"
		", 'p1': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p2': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p3': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p4': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p5': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p6': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p7': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p8': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p9': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p10': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p11': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p12': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p13': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p14': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p15': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' }\n"
		", 'p16': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': 'trueup', "
		"'source': 's' } },",
		"own.jsonc:25:10: error[E358]: more than 16 parameters\n"
		"   25 | , 'p16': { 'type': 'int', 'default': 1, 'stricter': 'lower', 'basis': "
		"'trueup', 'source': 's' } },\n"
		"      |          ^\n"},
	{"the kind's parameter is missing", 3,
		"  'rules': [\n"
		LATE
		"},",
		"own.jsonc:4:5: error[E358]: the kind deadline needs the parameter 'limit'\n"
		"    4 |     { 'id': 'R-2', 'kind': 'deadline', 'dim': 'D', 'effect': 'flag', "
		"'severity': 'low',\n"
		"      |     ^\n"},
	{"the kind's parameter has another type", 3,
		"  'rules': [\n"
		LATE
		"      'params': { 'limit': { 'type': 'int', 'default': 1, 'stricter': 'lower', "
		"'basis': 'trueup', 'source': 's' } } },",
		"own.jsonc:6:38: error[E358]: the kind deadline reads 'limit' as duration or table\n"
		"    6 |       'params': { 'limit': { 'type': 'int', 'default': 1, 'stricter': "
		"'lower', 'basis': 'trueup', 'source': 's' } } },\n"
		"      |                                      ^\n"},
	{"refs that are no list", 11,
		"      'refs': 'X:1',",
		"own.jsonc:11:15: error[E352]: 'refs' is a list of strings\n"
		"   11 |       'refs': 'X:1',\n"
		"      |               ^\n"},
	{"tests that are no list", 12,
		"      'tests': {} }",
		"own.jsonc:12:16: error[E352]: 'tests' is a list of objects\n"
		"   12 |       'tests': {} }\n"
		"      |                ^\n"},
	{"a test that is no object", 12,
		"      'tests': [1] }",
		"own.jsonc:12:17: error[E362]: a test is an object { ... }\n"
		"   12 |       'tests': [1] }\n"
		"      |                 ^\n"},
	{"a test with a misspelt want", 12,
		"      'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], 'wnat': "
		"{} }] }",
		"own.jsonc:12:76: error[E351]: no member 'wnat' is known here; did you mean 'want'?\n"
		"   12 |       'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], "
		"'wnat': {} }] }\n"
		"      |                                                                            "
		"^~~~~~\n"
		"own.jsonc:12:17: error[E362]: 'want' is missing\n"
		"   12 |       'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], "
		"'wnat': {} }] }\n"
		"      |                 ^\n"},
	{"a test with a value that is none", 12,
		"      'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], 'want': { "
		"'ac-2': 'true' } }] }",
		"own.jsonc:12:94: error[E362]: T, F, U or B is wanted here, or a list of them where "
		"there are several\n"
		"   12 |       'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], "
		"'want': { 'ac-2': 'true' } }] }\n"
		"      |                                                                              "
		"                ^\n"},
	{"a test with an empty list of values", 12,
		"      'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], 'want': { "
		"'ac-2': [] } }] }",
		"own.jsonc:12:94: error[E362]: T, F, U or B is wanted here, or a list of them where "
		"there are several\n"
		"   12 |       'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], "
		"'want': { 'ac-2': [] } }] }\n"
		"      |                                                                              "
		"                ^\n"},
	{"a test that wants no object", 12,
		"      'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], 'want': "
		"'T' }] }",
		"own.jsonc:12:84: error[E362]: 'want' is an object of subjects and values\n"
		"   12 |       'tests': [{ 'name': 'n', 'config': {}, 'sources': [], 'records': [], "
		"'want': 'T' }] }\n"
		"      |                                                                              "
		"      ^\n"},
	{"a rule that is no object", 13,
		"  , 'R-9' ]",
		"own.jsonc:13:5: error[E352]: a rule is an object { ... }\n"
		"   13 |   , 'R-9' ]\n"
		"      |     ^\n"},
	{"rules that are no list", 3,
		"  'rules': 7, '$schema': [",
		"own.jsonc:3:12: error[E352]: 'rules' is a list of objects\n"
		"    3 |   'rules': 7, '$schema': [\n"
		"      |            ^\n"},
	{"not a pack: another format", 2,
		"  'trueup': 'rules/2', 'name': 'own', 'version': '1',",
		"own.jsonc:1:1: error[E350]: this is no rule pack: 'trueup': 'rules/1', 'name', "
		"'version' and 'rules' are needed\n"
		"    1 | {\n"
		"      | ^\n"},
	{"not a pack: no name", 2,
		"  'trueup': 'rules/1', 'version': '1',",
		"own.jsonc:1:1: error[E350]: this is no rule pack: 'trueup': 'rules/1', 'name', "
		"'version' and 'rules' are needed\n"
		"    1 | {\n"
		"      | ^\n"},
	{"not a pack: no version", 2,
		"  'trueup': 'rules/1', 'name': 'own',",
		"own.jsonc:1:1: error[E350]: this is no rule pack: 'trueup': 'rules/1', 'name', "
		"'version' and 'rules' are needed\n"
		"    1 | {\n"
		"      | ^\n"},
	{"broken JSON", 7,
		"      'ref' 'control.owner',",
		"own.jsonc:7:13: error[E012]: a colon expected, found `'`\n"
		"    7 |       'ref' 'control.owner',\n"
		"      |             ^\n"},
	{"duplicate member", 7,
		"      'ref': 'control.owner', 'ref': 'control.id',",
		"own.jsonc:7:31: error[E017]: the member 'ref' is already there in line 7, column 7\n"
		"    7 |       'ref': 'control.owner', 'ref': 'control.id',\n"
		"      |                               ^\n"},
