# Read LAYERS, then every source: an include that LAYERS does not allow is a
# mistake, printed as the compiler would so that editors jump to it.
#
# A word of LAYERS with a dot is a door to the outside; a door is open to the
# folders that name it and closed to all others. Those below are closed even if
# nobody names them.

BEGIN {
	split("bearssl.h civetweb.h curl/curl.h netinet/in.h netinet/tcp.h " \
	    "qrencode.h sodium.h sqlite3.h sys/socket.h sys/un.h yyjson.h", closed, " ")
	for (i in closed)
		door[closed[i]] = 1
}

FILENAME ~ /LAYERS$/ {
	if (!/^#/ && NF > 0) {
		known[$1] = 1
		for (i = 1; i <= NF; i++) {
			allowed[$1, $i] = 1
			if ($i ~ /\./)
				door[$i] = 1
		}
	}
	next
}

FNR == 1 {
	split(FILENAME, part, "/")
	folder = part[2]
	sub(/\..*/, "", folder) # src/main.c is the folder "main"
	if (!(folder in known))
		fail("src/LAYERS has no row for " folder)
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	split(quoted[2], path, "/")
	if (!((folder, path[1]) in allowed))
		fail(folder " may not include \"" quoted[2] "\"")
}

/^[ \t]*#[ \t]*include[ \t]*</ {
	name = $0
	sub(/^[^<]*</, "", name)
	sub(/>.*/, "", name)
	if (name in door && !((folder, name) in allowed))
		fail(folder " may not open <" name ">")
}

function fail(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why
	bad = 1
}

END { exit bad }
