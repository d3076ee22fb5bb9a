# Lines and name of every function: from the name at the start of a line (the
# return type stands on its own) to the brace that closes it at the margin.

/^[a-z_][a-z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name); from = FNR }
/^}/ && name != "" { print FNR - from + 1, FILENAME ":" from, name; name = "" }
