# SPDX-License-Identifier: GPL-3.0-or-later
# The costs of sounds as a table of C: awk -f tools/mkcosts.awk src/names/sound.h src/names/costs.csv.
# A line of costs.csv is CLASS,CLASS,,COST (taken for it), CLASS,SCRIPT,PLACE,COST (left out, the other side being of
# that script), default,KIND,KIND,COST (classes that no line names) or swap,,,COST.

function fail(text) { print FILENAME ":" FNR ": " text >"/dev/stderr"; bad = 1; exit 1 }
function number(v) { if (v !~ /^[0-9]+$/ || v > 255) fail("no cost: " v); return v + 0 }
function class(id) { if (!(id in strong)) fail("no class: " id); return id }

BEGIN { FS = ","; PLACES = split("first inner after_weak last", place, " ") }

FNR == NR {
	if (match($0, /^\tCLASS\([A-Z_0-9]+, /)) {
		id = substr($0, 8, RLENGTH - 9)
		ids[++n] = id
		strong[id] = $3 + 0
	}
	next
}
/^#/ || /^class,/ { next }
$1 == "default" { usual[$2, $3] = usual[$3, $2] = number($4); next }
$1 == "swap" { swap = number($4); next }
$2 == "latin" || $2 == "arabic" { leave[$2, $3, class($1)] = number($4); next }
{ take[class($1), class($2)] = take[$2, $1] = number($4) }

function kind(id) { return strong[id] ? "strong" : "weak" }
function cost(x, y) {
	if (x == y) return 0
	if ((x SUBSEP y) in take) return take[x, y]
	return usual[kind(x), kind(y)]
}

END {
	if (bad) exit 1
	print "/* Made by tools/mkcosts.awk from names/costs.csv. */\n#include \"names/sound_priv.h\"\n"
	print "const struct sound_costs sound_costs = {\n\t.take = {"
	for (i = 1; i <= n; i++) {
		printf "\t\t[SOUND_%s] = {", ids[i]
		for (j = 1; j <= n; j++)
			printf "%s[SOUND_%s] = %d", j == 1 ? " " : ", ", ids[j], cost(ids[i], ids[j])
		print " },"
	}
	print "\t},\n\t.leave = {"
	split("latin arabic", script, " ")
	for (s = 1; s <= 2; s++) {
		print "\t\t{"
		for (p = 1; p <= PLACES; p++) {
			printf "\t\t\t[SOUND_%s] = {", toupper(place[p])
			for (i = 1; i <= n; i++) {
				if (!((script[s] SUBSEP place[p] SUBSEP ids[i]) in leave))
					fail("no cost of leaving out " ids[i])
				printf "%s[SOUND_%s] = %d", i == 1 ? " " : ", ", ids[i], leave[script[s], place[p], ids[i]]
			}
			print " },"
		}
		print "\t\t},"
	}
	printf "\t},\n\t.swap = %d,\n};\n", swap
}
