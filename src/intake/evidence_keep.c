/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evidence_keep.c - reading all payloads again, and comparing them with what the register says.
 *
 * The store is read by payload_scrub; here is what the register knows of each payload, and what it knows of
 * and is not there.
 */
#include "intake/evidence_priv.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/map.h"

enum { DAY_IN_MS = 24 * 60 * 60 * 1000, PAGE = 200 };

struct known {
	struct hash plain;
	bool has_plain; /* a statement names it */
	bool open;	/* a header is here */
	bool seen;	/* its payload was there and was read */
	bool bad;
	struct str number; /* of the record it is the file or a working copy of; may be empty */
};

struct keeping {
	struct reg *r;
	const struct evidence_scrub *how;
	struct evidence_sum sum;
	struct map known; /* struct known, by name */
	struct arena *a;
	struct age_identity id;
};

static void keeping_wipe(struct keeping *k)
{
	age_identity_wipe(&k->id);
}

static struct known *known_of(struct keeping *k, const struct hash *name)
{
	void **place = map_at(&k->known, str_n((const char *)name->b, HASH_LEN));
	if (!*place)
		*place = NEW(k->a, struct known);
	return *place;
}

static struct known *known_there(struct keeping *k, const struct hash *name)
{
	return map_get(&k->known, str_n((const char *)name->b, HASH_LEN));
}

/* ---- what the register knows ---- */

/* As payload_scrub shares payloads out, by their names. */
static bool in_part(const struct evidence_scrub *how, const struct hash *name)
{
	return how->of <= 1 || (name->b[1] << 8 | name->b[2]) % how->of == how->part - 1;
}

static int take_object(void *ctx, const struct vault_object *o, bool open, struct err *e)
{
	(void)e;
	known_of(ctx, &o->name)->open = open;
	return 0;
}

static void take_plain(struct keeping *k, const struct evidence_file *f, struct str number)
{
	struct hash name;
	struct hash plain;
	if (!hex_decode(name.b, HASH_LEN, f->object) || !hex_decode(plain.b, HASH_LEN, f->sha256))
		return;
	struct known *o = known_there(k, &name);
	if (!o)
		return;
	o->plain = plain;
	o->has_plain = true;
	o->number = str_copy(k->a, number);
}

typedef int each_evidence(struct keeping *k, const struct evidence *ev, struct err *e);

static int for_each(struct keeping *k, each_evidence *each, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	int64_t total = 1;
	for (int64_t from = 0; from < total; from += PAGE) {
		struct evidence_row *rows;
		size_t n;
		arena_clear(a);
		TRY(evidence_list(k->r, from, PAGE, a, &rows, &n, &total, e));
		for (size_t i = 0; i < n; i++) {
			AUTO_ARENA *one = arena_new(0);
			struct evidence *ev = NEW(one, struct evidence);
			TRY(evidence_load(k->r, rows[i].entity.id, one, ev, e));
			TRY(each(k, ev, e));
		}
	}
	return 0;
}

static int take_evidence(struct keeping *k, const struct evidence *ev, struct err *e)
{
	(void)e;
	if (ev->has_file)
		take_plain(k, &ev->file, ev->row.number);
	for (size_t i = 0; i < ev->n_copies; i++)
		take_plain(k, &ev->copies[i], ev->row.number);
	return 0;
}

/* ---- what the disk has ---- */

static int lookup(void *ctx, const struct hash *name, struct arena *a, struct payload_known *ret,
		  struct err *e)
{
	struct keeping *k = ctx;
	struct known *o = known_there(k, name);
	*ret = (struct payload_known){ .known = o != NULL };
	if (!o)
		return 0;
	o->seen = true;
	if (!o->open || !o->has_plain || !k->how->keys)
		return 0;
	ret->open = true;
	ret->plain = o->plain;
	ret->key = (struct payload_key){ .ids = &k->id, .n = 1 };
	int rc = vault_object_header(reg_vault(k->r), name, a, &ret->key.header, e);
	if (rc == ERR_NOTFOUND || rc == ERR_DENIED)
		ret->open = false;
	else
		TRY(rc);
	return 0;
}

static int found(void *ctx, const struct payload_finding *f, struct err *e)
{
	struct keeping *k = ctx;
	struct payload_finding named = *f;
	struct hash name;
	struct str place = str_of(f->place);
	if (place.n > 2 * HASH_LEN &&
	    hex_decode(name.b, HASH_LEN, str_from(place, place.n - 2 * HASH_LEN))) {
		struct known *o = known_there(k, &name);
		if (o)
			o->bad = true;
		if (o && o->number.n)
			named.why = str_printf(k->a, "%s (%.*s)", f->why, STR_FMT(o->number)).p;
	}
	return k->how->found ? k->how->found(k->how->ctx, &named, e) : 0;
}

static int progress(void *ctx, int64_t done, int64_t of, struct err *e)
{
	struct keeping *k = ctx;
	return k->how->progress ? k->how->progress(k->how->ctx, done, of, e) : 0;
}

static int find_missing(struct keeping *k, struct err *e)
{
	for (size_t i = 0; i < k->known.n; i++) {
		struct known *o = k->known.items[i].value;
		struct hash name;
		char place[2 * HASH_LEN + 4];
		int64_t bytes;
		memcpy(name.b, k->known.items[i].key.p, HASH_LEN);
		if (!o->open)
			k->sum.shut++;
		if (o->seen || !o->open || !in_part(k->how, &name))
			continue;
		int rc = payload_there(vault_objects_folder(reg_vault(k->r)), &name, &bytes, e);
		if (rc == 0)
			continue;
		if (rc != ERR_NOTFOUND)
			return rc;
		hex_encode(place + 3, name.b, HASH_LEN);
		memcpy(place, place + 3, 2);
		place[2] = '/';
		struct payload_finding f = { PAYLOAD_UNREADABLE, place, "is not there" };
		k->sum.missing++;
		TRY(found(k, &f, e));
	}
	return 0;
}

/* ---- what is said of it ---- */

static bool verified_lately(const struct evidence *ev, int64_t now_ms)
{
	for (size_t i = 0; i < ev->n_custody; i++)
		if (str_eq(ev->custody[i].code, STR("verified")) && !ev->custody[i].retracted &&
		    now_ms - ev->custody[i].recorded_ms < DAY_IN_MS)
			return true;
	return false;
}

static int say_verified(struct keeping *k, const struct evidence *ev, struct err *e)
{
	struct hash name;
	if (!ev->has_file || !hex_decode(name.b, HASH_LEN, ev->file.object))
		return 0;
	const struct known *o = known_there(k, &name);
	if (!o || !o->seen || !o->open || !o->has_plain || o->bad ||
	    verified_lately(ev, clock_now_ms()))
		return 0;
	const struct evidence_note n = { .code = STR("verified"),
					 .tool = STR("vigil " VIGIL_VERSION),
					 .parameters = STR("scrub with keys") };
	TRY(evidence_custody(k->r, &ev->row.entity, &n, e));
	k->sum.recorded++;
	return 0;
}

int evidence_scrub(struct reg *r, const struct evidence_scrub *how, struct arena *a,
		   struct evidence_sum *ret, struct err *e)
{
	AUTO(keeping_wipe) struct keeping k = { .r = r, .how = how, .a = a };
	const char *folder = vault_objects_folder(reg_vault(r));
	const struct payload_scrub scrub = { .part = how->part,
					     .of = how->of,
					     .lookup = lookup,
					     .found = found,
					     .progress = how->progress ? progress : NULL,
					     .ctx = &k };
	map_init(&k.known, a);
	evidence_identity(r, &k.id);
	TRY(vault_objects(reg_vault(r), take_object, &k, e));
	TRY(for_each(&k, take_evidence, e));
	if (file_exists(folder))
		TRY(payload_scrub(folder, &scrub, &k.sum.store, e));
	TRY(find_missing(&k, e));
	if (how->record && how->keys)
		TRY(for_each(&k, say_verified, e));
	*ret = k.sum;
	return 0;
}
