# The rule pack without the tests of its rules: a list of tests keeps its brackets and its lines,
# so that every other value stays at its line and column.
inside == "" { print }
inside == "" && /^\t* *"tests": \[$/ {
	inside = $0
	sub(/"tests.*/, "", inside)
	next
}
inside != "" {
	if (index($0, inside "]") == 1) {
		print
		inside = ""
	} else {
		print ""
	}
}
