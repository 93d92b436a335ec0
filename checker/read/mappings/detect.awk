# The member "detect" of a mapping, as an object of its own.
/^\t"detect": \{/ { inside = 1; print "{" }
inside { line = $0; end = /^\t\}/ || /^\t"detect": \{.*\},?$/; if (end) sub(/,$/, "", line); print line }
end { print "}"; exit }
