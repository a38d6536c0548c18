/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: vault */
/* Erasures of other sites, one part a line (name, blank, JSON): no crash, and counts that fit. */
#include "fuzz.h"

#include "vault/shred_claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_part parts[16];
	struct vault_entry entry = { .kind = ENTRY_SHRED, .parts = parts };
	struct shred_claim c;
	for (struct str rest = str_n((const char *)p, n); rest.n && entry.n_parts < COUNT(parts);) {
		struct str line;
		rest = str_cut(rest, '\n', &line);
		parts[entry.n_parts].value = str_cut(line, ' ', &parts[entry.n_parts].path);
		entry.n_parts++;
	}
	if (shred_claim_read(&entry, a, &c, NULL) < 0)
		return 0;
	if ((c.n_groups && !c.groups) || (c.n_digests && !c.digests) || (c.n_objects && !c.objects))
		die("an erasure that names what it does not hold");
	struct claim_part again[SHRED_PARTS];
	size_t n_again;
	if (shred_claim_parts(&c, a, again, &n_again, NULL) == 0 && n_again > SHRED_PARTS)
		die("more parts than there are");
	return 0;
}
