# Read `nm -Ag`: a public name begins with the noun of its file, so that a name
# says where it lives. The generated tables carry the noun of their header.
#
#	build/x86_64/obj/calendar/day.o:0000000000000000 T day_of

{
	file = $0
	sub(/\.o:.*/, "", file)
	sub(/.*\//, "", file)
	if ($NF != file && index($NF, file "_") != 1) {
		printf "%s.c: the public name %s does not begin with %s_\n", \
		    file, $NF, file
		bad = 1
	}
}

END { exit bad }
