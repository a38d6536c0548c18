/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_room.c - what taking in a list costs. */
#include "intake/list.h"

#include <sys/stat.h>

#include "store/store.h"

/* Of each row: what it is sealed, signed, indexed and found by; and so many bytes for ten of its own. Lists of 100,000,
 * 300,000 and 20,000 rows grew a vault by 2,695, 2,737 and 6,316 bytes a row of 70, 70 and 1,070. */
enum { ROW_BYTES = 2500, TEXT_TENTHS = 36, ROW_MICROSECONDS = 110, TEXT_UNKNOWN = 100 };

struct list_room list_room_of(int64_t rows, int64_t text, int64_t free_bytes)
{
	int64_t grows = rows * ROW_BYTES + text / 10 * TEXT_TENTHS;
	return (struct list_room){ .rows = rows,
				   .vault_bytes = grows,
				   .beside_bytes = 2 * grows,
				   .free_bytes = free_bytes,
				   .seconds = rows * ROW_MICROSECONDS / 1000000 };
}

struct list_room list_room_ahead(struct reg *r, const struct list_source *src)
{
	const struct table_look *look = src->look;
	int64_t rows = look->all_seen ? look->rows : 0;
	int64_t text = rows * TEXT_UNKNOWN;
	struct stat st;
	if (look->format == TABLE_CSV && rows && fstat(src->in->fd, &st) == 0)
		text = (int64_t)st.st_size;
	return list_room_of(rows, text, store_free_bytes(reg_store(r)));
}

int list_room_check(const struct list_room *room, struct err *e)
{
	static const double GB = 1e9;
	if (room->free_bytes < 0 || room->beside_bytes <= room->free_bytes)
		return 0;
	return err_set(
		e, ERR_TOOBIG,
		"%lld rows need about %.1f GB of room while they are taken in, half of which stays; %.1f GB are free where "
		"the vault lies. Make room, or take in a part of the file",
		(long long)room->rows, (double)room->beside_bytes / GB,
		(double)room->free_bytes / GB);
}
