# What failed, of the log of a step: of TAP each test that is not ok, however deep,
# with its place, its error and where in our files it was raised; of our own
# runners each FAIL and what the test had printed; of anything else its errors.

function depth() { match($0, /^ */); return RLENGTH }

{ gsub(/\033\[[0-9;]*m/, "") }
/^TAP version/ { tap = 1 }

/^ *(not )?ok [0-9]/ {
	bad = /^ *not ok / && !/ # (TODO|SKIP)/
	at = depth()
	key = ""
	if (bad)
		print
	next
}
bad && depth() == at + 2 {
	key = $1
	left = 30 # lines of one error
	if (key == "location:" || key == "error:")
		print
	next
}
bad && key == "error:" && left-- > 0
bad && key == "stack:" && /\/tests\//
tap { next }

/^FAIL / { print; left = 20; next }
/^(ok|skip|unit:) / { left = 0 }
left > 0 { print; left--; next }
/error|FAILED/ { print }
