/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sync_priv.h - what pulling and pushing share. */
#ifndef VIGIL_SYNC_PRIV_H
#define VIGIL_SYNC_PRIV_H

#include <pthread.h>

#include "sync/pack.h"
#include "sync/sync.h"

enum { TAG_BYTES = 8, FAULTS_MAX = 200 };

struct sync {
	struct vault *v;
	struct remote *r;
	const struct sync_options *o;
	struct arena *a;	     /* the whole run */
	struct arena *part;	     /* one file */
	struct key key;		     /* for names: the first secret */
	struct vault_sync_keys keys; /* what the log names now */
	struct key secret;	     /* what goes there is sealed under this */
	bool shut;		     /* a file was sealed under a key that is not open to us */
	struct str top;		     /* folder of this register on the remote */
	struct str place;	     /* as the person named it */
	struct sync_result *ret;
	struct str *faults;
	struct map *seen; /* sync_state.c: what was on this remote the last time */
	int64_t done, of;
};

/* ---- names.c ---- */

/* Folder of the register on a remote: tells nobody which register it is. */
struct str name_top(const struct key *k, struct str register_vkey, struct arena *a);
/* Folder of one log. */
struct str name_log(const struct sync *s, struct str origin);
/* A pack of entries `first` to `end` - 1 whose head has this root: "0000000123-0000000456-<tag>". */
struct str name_pack(const struct sync *s, struct str origin, int64_t first, int64_t end,
		     const struct hash *root);
struct pack_name {
	int64_t first, end;
	struct str tag;
};
bool name_pack_parse(struct str name, struct pack_name *ret);
/* The tag of the head that we know at `end`. */
struct str name_tag(const struct sync *s, struct str origin, int64_t end, const struct hash *root);

/* ---- state.c: what a remote had when we last saw it, kept in the vault ---- */

int sync_state_load(struct sync *s, struct err *e) MUST_USE;
/* Hash of the keys file `name` as last read or written there; false: never. */
bool sync_state_keys(const struct sync *s, struct str name, struct hash *ret);
void sync_state_keys_set(struct sync *s, struct str name, const struct hash *h);
/* The most entries of a log that were there. */
int64_t sync_state_log(const struct sync *s, struct str log);
void sync_state_log_set(struct sync *s, struct str log, int64_t end);
int sync_state_save(struct sync *s, struct err *e) MUST_USE;

/* ---- pull.c, push.c, objects.c ---- */

int sync_pull(struct sync *s, struct err *e) MUST_USE;
int sync_push(struct sync *s, struct err *e) MUST_USE;
int sync_objects(struct sync *s, struct err *e) MUST_USE;

/* Note a fault of the remote, with the message of `e`. */
void sync_fault(struct sync *s, const struct err *e);
/* An open, sealed file of the remote. A fault is noted and *ret_there false. */
int sync_get(struct sync *s, struct str name, struct str *ret, bool *ret_there,
	     struct err *e) MUST_USE;
/* As sync_get; *ret_older: not sealed under all that what goes there now is sealed under. */
int sync_get_older(struct sync *s, struct str name, struct str *ret, bool *ret_there,
		   bool *ret_older, struct err *e) MUST_USE;
int sync_put(struct sync *s, struct str name, struct str plain, struct err *e) MUST_USE;
/* Under the first secret, for who has no other yet. */
int sync_put_first(struct sync *s, struct str name, struct str plain, struct err *e) MUST_USE;

/* ---- put_later.c: packs, written by another thread ---- */

struct put_later {
	struct sync *s;
	struct buf making; /* the next one: fill it, then put_later */
	struct buf going;
	struct str name; /* of `going` */
	pthread_t thread;
	bool running;
	int rc; /* of what went before */
	struct err e;
};
void put_later_begin(struct put_later *p, struct sync *s);
/* Put what is in `making` under `name` (which has to stay), once the one before it is there. Fails with
 * what that failed with. */
int put_later(struct put_later *p, struct str name, struct err *e) MUST_USE;
/* Waits until all is there. Before anything else is asked of the remote. */
int put_later_end(struct put_later *p, struct err *e) MUST_USE;
void put_later_done(struct put_later *p);
#define AUTO_PUT_LATER AUTO(put_later_done) struct put_later

/* Know the keys that the log names, as it is now. ERR_DENIED: one is not open to us. */
int sync_keys_load(struct sync *s, struct err *e) MUST_USE;
int sync_step(struct sync *s, int64_t n, struct err *e) MUST_USE;

#endif
