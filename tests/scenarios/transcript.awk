# SPDX-License-Identifier: GPL-3.0-or-later
# The two halves of tests/scenarios/run that read transcripts.
#
#	awk -v mode=split -v dir=D FILE     writes D/N.cmd, D/N.want, D/N.meta for each command
#	awk -v mode=judge -v dir=D FILE     compares D/N.got and D/N.rc; prints what differs and
#	                                    "p f"; with -v update=F also writes the file anew to F
#
# Both read the file in the same way. In a .txt all lines from the first "$ " are transcript,
# "## " lines are remarks; in a .md only ```console blocks are.

function flush(   i) {
	if (!open)
		return
	open = 0
	blanks = 0
	while (n > 0 && want[n] == "") {        # blank lines at an end are for the eye
		n--
		blanks++
	}
	if (mode == "split") {
		printf "%s", "" >(dir "/" k ".want")
		for (i = 1; i <= n; i++)
			print want[i] >(dir "/" k ".want")
		close(dir "/" k ".want")
		print cmd >(dir "/" k ".cmd")
		close(dir "/" k ".cmd")
		print status, hidden, at >(dir "/" k ".meta")
		close(dir "/" k ".meta")
	} else {
		judge()
	}
}
function start(c, is_hidden) {
	flush()
	k++
	cmd = c
	hidden = is_hidden
	at = FNR
	open = 1
	n = 0
	status = 0
}

# --- judging

# A line fits when what stands between its [..] comes in that order, the ends at the ends.
function line_fits(p, s,   i, w) {
	if (index(p, "[..]") == 0)
		return p == s
	w = index(p, "[..]")
	if (substr(s, 1, w - 1) != substr(p, 1, w - 1))
		return 0
	s = substr(s, w)
	p = substr(p, w + 4)
	while ((w = index(p, "[..]")) > 0) {
		i = index(s, substr(p, 1, w - 1))
		if (i == 0)
			return 0
		s = substr(s, i + w - 1)
		p = substr(p, w + 4)
	}
	return length(s) >= length(p) && substr(s, length(s) - length(p) + 1) == p
}
# From line i of what was wanted and j of what was got.
function fits(i, j) {
	for (; i <= n && want[i] != "[...]"; i++) {
		if (j > m || !line_fits(want[i], got[j]))
			return 0
		j++
	}
	if (i > n)
		return j > m
	for (; j <= m + 1; j++)
		if (fits(i + 1, j))
			return 1
	return 0
}
function judge(   i, file, line, rc, ok) {
	m = 0
	file = dir "/" k ".got"
	while ((getline line <file) > 0)
		got[++m] = line
	close(file)
	while (m > 0 && got[m] == "")
		m--
	rc = "none"
	getline rc <(dir "/" k ".rc")
	close(dir "/" k ".rc")
	ok = rc == status "" && (hidden || fits(1, 1))
	if (ok)
		passed++
	else {
		failed++
		print "FAILED " FILENAME ":" at ": " cmd
		if (rc != status "")
			print "  ended with status " rc ", not " status
		for (i = 1; i <= n; i++)
			print "  - " want[i]
		for (i = 1; i <= m; i++)
			print "  + " got[i]
	}
	if (update == "")
		return
	for (i = 1; i <= (ok ? n : m); i++)
		print (ok ? want[i] : got[i]) >update
	if (!hidden && rc != "0" && rc != "none")
		print "? " rc >update
	while (blanks-- > 0)
		print "" >update
}

# --- reading

function keep() {
	if (update != "") {
		flush()
		print >update
	}
}
BEGIN { k = 0; passed = failed = 0 }
FNR == 1 { inside = FILENAME ~ /\.txt$/ }
FILENAME ~ /\.md$/ && /^<!-- setup: .* -->$/ {
	c = $0
	sub(/^<!-- setup: /, "", c)
	sub(/ -->$/, "", c)
	start(c, 1)
	keep()
	next
}
FILENAME ~ /\.md$/ && /^```/ {
	flush()
	inside = !inside && $0 == "```console"
	keep()
	next
}
inside && /^\$ / { start(substr($0, 3), 0); print_cmd(); next }
inside && open && !hidden && /^> / && n == 0 { cmd = cmd "\n" substr($0, 3); print_cmd(); next }
inside && open && !hidden && /^\? [0-9]+$/ { status = $2; next }
inside && open && !hidden && !/^## / { want[++n] = $0; next }
{ flush(); keep() }
END {
	flush()
	if (mode == "judge")
		print passed, failed
}
function print_cmd() {
	if (update != "")
		print >update
}
