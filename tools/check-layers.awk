# SPDX-License-Identifier: GPL-3.0-or-later
# Reads the list of rooms, then all sources and headers; prints FILE:LINE: breach. Run by
# check-layers in one go over all files: the last law follows includes from file to file.

function room_of(path) {
	if (path !~ /\//)
		return ""
	sub(/\/.*/, "", path)
	return path in rank ? path : ""
}
function breach(what) { print FILENAME ":" FNR ": " what }
function may_see(room, other) {
	return room in narrow ? index(narrow[room], " " other " ") > 0 : rank[other] <= rank[room]
}

BEGIN {
	n = split("store vault register intake link watch evidence sync", w, " ")
	for (i = 1; i <= n; i++)
		sql_room[w[i]] = 1
	# What a maker of outputs must not reach, however many headers lie between: redact/ is
	# the only door (law 4).
	behind = " store vault evidence register intake link "
}

NR == FNR {                                   # the list of rooms
	name = $1
	$1 = ""
	if (name == "ORDER") {
		for (i = 2; i <= NF; i++)
			rank[$i] = i
	} else {
		sub(/^NARROW_/, "", name)
		narrow[name] = $0 " " name " "
	}
	next
}

FNR == 1 {
	file = FILENAME
	is_test = sub(/^tests\/unit\//, "", file)
	sub(/^src\//, "", file)
	room = room_of(file)
	first = ""
	comment = 0
	if (room == "")
		print FILENAME ":1: a room that is not in ORDER of the Makefile"
	if (!is_test)
		known[file] = 1
}

# Comments and strings may say what code may not do.
{
	line = $0
	if (!comment && line !~ /^[ \t]*#[ \t]*include/)
		gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
	if (comment) {
		if (!sub(/^.*\*\//, "", line))
			next
		comment = 0
	}
	gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
	sub(/\/\/.*/, "", line)
	comment = sub(/\/\*.*/, "", line)
}

room == "" { next }

line ~ /^[ \t]*#[ \t]*include[ \t]*[<"]/ {
	inc = line
	sub(/^[^<"]*[<"]/, "", inc)
	sub(/[>"].*/, "", inc)
	other = room_of(inc)
	base = inc
	sub(/.*\//, "", base)
	# What is written for the SQL of others is run as they would.
	if (base == "sqlite3.h" && room != "store" && !(is_test && file == "link/splink.c"))
		breach("sqlite3.h belongs to store/")
	if (first == "")
		first = inc
	if (first == inc && !is_test && file ~ /\.c$/)
		check_first(inc, other)
	if (other == "")
		next
	if (!is_test)
		includes[file] = includes[file] " " inc
	where[file, inc] = FILENAME ":" FNR
	if (base ~ /_priv\.h$/ && other != room)
		breach(inc " is private to " other "/")
	else if (!may_see(room, other))
		breach(room "/ may not use " other "/" (room in narrow ? " (see NARROW_" room ")" \
			: ", which is below it in ORDER"))
	next
}

line ~ /(^|[^A-Za-z0-9_])SQL\(/ && !(room in sql_room) && !is_test {
	breach("SQL outside the rooms that keep tables")
}

# Own header first, so that each header is proved to stand alone.
function check_first(inc, other,   own) {
	own = file
	sub(/\.c$/, ".h", own)
	if (other != room)
		breach("the first include is not a header of " room "/")
	else
		own_header[file] = own SUBSEP inc SUBSEP FILENAME ":" FNR
}

END {
	for (f in own_header) {
		split(own_header[f], h, SUBSEP)
		if (h[1] in known && h[2] != h[1] && h[2] !~ /_priv\.h$/)
			print h[3] ": the first include is not " h[1]
	}
	for (f in includes)
		if (f ~ /^(report|publish)\//)
			reach(f)
}

function reach(f,   seen, todo, n, i, j, m, w, from) {
	todo[n = 1] = f
	seen[f] = 1
	for (i = 1; i <= n; i++) {
		m = split(includes[todo[i]], w, " ")
		for (j = 1; j <= m; j++) {
			if (w[j] in seen)
				continue
			seen[w[j]] = 1
			if (index(behind, " " room_of(w[j]) " ")) {
				print where[todo[i], w[j]] ": " f " reaches " w[j] \
					(i > 1 ? " through " todo[i] : "") ": outputs are made from a struct view only"
				continue
			}
			todo[++n] = w[j]
		}
	}
}
