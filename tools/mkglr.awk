# SPDX-License-Identifier: GPL-3.0-or-later
# How often a GLR chart sounds by chance as a table of C: awk -f tools/mkglr.awk src/watch/glr_table.csv.
# A line is the places of its mean and its spread (watch/cusum_priv.h), then one number for each limit.

BEGIN { FS = "," }
/^#/ || /^mean,/ { next }
{
	if ($0 !~ /^[0-9]+(,[0-9]+)+$/) { print FILENAME ":" FNR ": no line of the table" >"/dev/stderr"; bad = 1; exit 1 }
	if (!n++) {
		print "/* Made by tools/mkglr.awk from watch/glr_table.csv. */\n#include \"watch/cusum_priv.h\"\n"
		print "const int16_t GLR_TABLE[GLR_TABLE_MEANS][GLR_TABLE_SPREADS][GLR_TABLE_LEVELS] = {"
	}
	printf "\t[%d][%d] = {", $1, $2
	for (i = 3; i <= NF; i++) printf "%s %d", i == 3 ? "" : ",", $i
	print " },"
}
END { if (bad || !n) exit 1; print "};" }
