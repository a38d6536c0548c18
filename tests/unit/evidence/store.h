/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.h - a store in a folder of its own, and files to put into it. */
#ifndef VIGIL_TEST_EVIDENCE_STORE_H
#define VIGIL_TEST_EVIDENCE_STORE_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "evidence/payload.h"

struct bed {
	struct arena *a;
	char dir[200];
	const char *store;
	struct age_identity id[2];
	uint8_t recipients[2][KEY_LEN];
	struct key resume;
};

static inline int bed_unlink(const char *path, const struct stat *st, int flag, struct FTW *w)
{
	(void)st;
	(void)flag;
	(void)w;
	return remove(path);
}

static inline void bed_done(struct bed *b)
{
	nftw(b->dir, bed_unlink, 16, FTW_DEPTH | FTW_PHYS);
	arena_free(b->a);
}
#define AUTO_BED AUTO(bed_done) struct bed

static inline void bed_init(struct bed *b)
{
	struct err e;
	*b = (struct bed){ .a = arena_new(0) };
	if (crypto_init(&e) < 0)
		die("%s", e.text);
	check_folder(b->dir, sizeof b->dir, "payload");
	b->store = str_printf(b->a, "%s/objects", b->dir).p;
	for (uint8_t i = 0; i < 2; i++) {
		struct key k;
		memset(k.b, i + 1, KEY_LEN);
		age_identity_from_secret(&b->id[i], &k);
		memcpy(b->recipients[i], b->id[i].recipient, KEY_LEN);
	}
	memset(b->resume.b, 7, KEY_LEN);
}

static inline const char *bed_path(struct bed *b, const char *name)
{
	return str_printf(b->a, "%s/%s", b->dir, name).p;
}

/* Bytes that look random and are the same each time. */
static inline struct str bed_bytes(struct bed *b, size_t n, uint64_t seed)
{
	char *p = NEW_N(b->a, n + 8, char);
	uint64_t x = seed * 2 + 1;
	for (size_t i = 0; i < n; i += 8) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		memcpy(p + i, &x, 8);
	}
	return str_n(p, n);
}

static inline const char *bed_file(struct bed *b, const char *name, struct str content)
{
	const char *path = bed_path(b, name);
	AUTO_FD fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	for (size_t at = 0; at < content.n;) {
		ssize_t n = write(fd, content.p + at, content.n - at);
		if (n <= 0)
			die("a test file cannot be written");
		at += (size_t)n;
	}
	return path;
}

static inline struct payload_put bed_put(struct bed *b, int fd)
{
	return (struct payload_put){ .fd = fd,
				     .recipients = (const uint8_t(*)[KEY_LEN])b->recipients,
				     .n_recipients = 2 };
}

static inline struct payload_key bed_key(struct bed *b, const struct payload *p, int who)
{
	return (struct payload_key){ .header = p->header, .ids = &b->id[who], .n = 1 };
}

static inline const char *bed_object(struct bed *b, const struct hash *name)
{
	char hex[2 * HASH_LEN + 1];
	hex_encode(hex, name->b, HASH_LEN);
	return str_printf(b->a, "%s/%.2s/%s", b->store, hex, hex).p;
}

/* Entries of a folder, without . and .. */
static inline int bed_count(const char *path)
{
	DIR *d = opendir(path);
	int n = 0;
	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return d ? n - 2 : -1;
}

#endif
