/* SPDX-License-Identifier: GPL-3.0-or-later */
/* payload_take.c - into the store, of what is sealed already. */
#include "evidence/payload_priv.h"

#include "base/file.h"

static bool is_whole(const char *folder, const struct hash *name)
{
	struct payload_path path;
	struct hash got;
	int64_t bytes;
	AUTO_FD fd = -1;
	return payload_path_of(folder, name, &path, NULL) == 0 &&
	       payload_open_regular(path.z, &fd, &bytes, NULL) == 0 &&
	       payload_hash_of(fd, bytes, &got, NULL) == 0 && hash_eq(&got, name);
}

static int copy_in(struct landing *l, payload_read *read, void *ctx, uint8_t *p, struct hasher *h,
		   struct err *e)
{
	for (;;) {
		size_t n = 0;
		TRY(read(ctx, p, PIECE, &n, e));
		if (n == 0)
			return 0;
		hasher_add(h, p, n);
		TRY(landing_write(l, p, n, e));
	}
}

int payload_take(const char *folder, const struct hash *name, payload_read *read, void *ctx,
		 struct err *e)
{
	AUTO_LANDING land = { .fd = -1 };
	TRY(payload_store_make(folder, e));
	if (is_whole(folder, name))
		return 0;
	TRY(landing_open(&land, folder, NULL, e));
	uint8_t *p = mem_need(malloc(PIECE));
	struct hasher *h = hasher_new();
	int rc = copy_in(&land, read, ctx, p, h, e);
	struct hash got = hasher_end(h);
	free(p);
	TRY(rc);
	if (!hash_eq(&got, name))
		return err_set(e, ERR_CORRUPT, "a sealed file is not what its name says");
	return landing_finish(&land, name, e);
}
