/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look.c - strict readers: a member that is missing or of another type makes the answer invalid. */
#include "evidence/look.h"

#include <errno.h>
#include <unistd.h>

#include "base/bytes.h"

enum { SMALL_ANSWER = 65536, METADATA_ANSWER = 2 << 20, FIELDS_MAX = 2000, ENTRIES_MAX = 10000 };

static int odd(struct err *e)
{
	return err_set(e, ERR_INPUT, "the answer about this file is not to be understood");
}

static bool text(const struct json *o, struct str name, struct str *ret)
{
	return json_str(json_get(o, name), ret);
}

static bool number(const struct json *o, struct str name, int64_t min, int64_t max, int64_t *ret)
{
	int64_t n;
	if (!json_int(json_get(o, name), &n) || n < min || n > max)
		return false;
	*ret = n;
	return true;
}

static bool count(const struct json *o, struct str name, size_t max, size_t *ret)
{
	const struct json *v = json_get(o, name);
	if (!v || v->type != JSON_ARRAY || v->n > max)
		return false;
	*ret = v->n;
	return true;
}

/* ---- kind ---- */

int look_kind(const struct worker *w, int fd, struct arena *a, struct look_kind *ret, struct err *e)
{
	struct worker_job job = { .options = STR("{\"job\":\"sniff\"}"),
				  .input = fd,
				  .answer_max = SMALL_ANSWER };
	struct worker_answer ans;
	struct look_kind k;
	TRY(worker_run(w, &job, a, &ans, e));
	if (!text(ans.result, STR("media_type"), &k.media_type) ||
	    !text(ans.result, STR("libmagic"), &k.libmagic) ||
	    !text(ans.result, STR("first_bytes"), &k.first_bytes) ||
	    !json_bool(json_get(ans.result, STR("agree")), &k.agree) ||
	    !json_bool(json_get(ans.result, STR("c2pa")), &k.c2pa))
		return odd(e);
	*ret = k;
	return 0;
}

/* ---- metadata ---- */

int look_metadata(const struct worker *w, int fd, struct arena *a, struct look_fields *ret,
		  struct err *e)
{
	struct worker_job job = { .options = STR("{\"job\":\"metadata\"}"),
				  .input = fd,
				  .answer_max = METADATA_ANSWER };
	struct worker_answer ans;
	struct look_fields f = { 0 };
	TRY(worker_run(w, &job, a, &ans, e));
	if (!count(ans.result, STR("fields"), FIELDS_MAX, &f.n) ||
	    !json_bool(json_get(ans.result, STR("cut")), &f.cut))
		return odd(e);
	struct look_field *items = NEW_N(a, f.n, struct look_field);
	size_t i = 0;
	for (const struct json *v = json_first(json_get(ans.result, STR("fields"))); v;
	     v = v->next, i++)
		if (!text(v, STR("group"), &items[i].group) ||
		    !text(v, STR("name"), &items[i].name) ||
		    !text(v, STR("value"), &items[i].value))
			return odd(e);
	f.items = items;
	*ret = f;
	return 0;
}

struct str look_field_value(const struct look_fields *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->items[i].name, name))
			return f->items[i].value;
	return STR_NULL;
}

/* ---- pictures ---- */

static bool read_picture(const struct json *v, struct look_picture *ret)
{
	int64_t width;
	int64_t height;
	if (!number(v, STR("width"), 1, 4096, &width) ||
	    !number(v, STR("height"), 1, 4096, &height) ||
	    !number(v, STR("bytes"), 1, INT32_MAX, &ret->bytes) ||
	    !number(v, STR("at_ms"), 0, JSON_INT_MAX, &ret->at_ms))
		return false;
	ret->width = (int)width;
	ret->height = (int)height;
	return true;
}

static int pictures(const struct worker *w, struct str options, int fd, const int *outs, size_t n,
		    struct arena *a, struct look_pictures *ret, struct err *e)
{
	/* A decoded picture of MEDIA_PIXELS_MAX pixels (worker/media.h) and its working space. */
	struct worker_job job = { .options = options,
				  .input = fd,
				  .outputs = outs,
				  .n_outputs = n,
				  .memory = UINT64_C(1) << 30,
				  .file_bytes = UINT64_C(64) << 20,
				  .answer_max = SMALL_ANSWER };
	struct worker_answer ans;
	struct look_pictures p = { 0 };
	int64_t width;
	int64_t height;
	int64_t orientation;
	TRY(worker_run(w, &job, a, &ans, e));
	const struct json *r = ans.result;
	if (!number(r, STR("width"), 1, INT32_MAX, &width) ||
	    !number(r, STR("height"), 1, INT32_MAX, &height) ||
	    !number(r, STR("orientation"), 1, 8, &orientation) ||
	    !text(r, STR("codec"), &p.codec) ||
	    !number(r, STR("duration_ms"), 0, JSON_INT_MAX, &p.duration_ms) ||
	    !json_bool(json_get(r, STR("image")), &p.is_image) ||
	    !count(r, STR("pictures"), n, &p.n))
		return odd(e);
	size_t i = 0;
	for (const struct json *v = json_first(json_get(r, STR("pictures"))); v; v = v->next)
		if (!read_picture(v, &p.items[i++]))
			return odd(e);
	p.width = (int)width;
	p.height = (int)height;
	p.orientation = (int)orientation;
	*ret = p;
	return 0;
}

int look_thumbnails(const struct worker *w, int fd, const int *sides, const int *outs, size_t n,
		    struct arena *a, struct look_pictures *ret, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, 1024);
	assert(n <= WORKER_OUTPUTS_MAX);
	buf_lit(&b, "{\"job\":\"thumbnail\",\"sizes\":[");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%d", i ? "," : "", sides[i]);
	buf_lit(&b, "]}");
	return pictures(w, buf_str(&b), fd, outs, n, a, ret, e);
}

int look_keyframes(const struct worker *w, int fd, int side, const int *outs, size_t n,
		   struct arena *a, struct look_pictures *ret, struct err *e)
{
	return pictures(w, str_printf(a, "{\"job\":\"keyframes\",\"side\":%d}", side), fd, outs, n,
			a, ret, e);
}

/* ---- archives ---- */

static bool read_entry(const struct json *v, bool unpacked, struct look_entry *ret)
{
	struct str hex;
	*ret = (struct look_entry){ .declared = -1 };
	if (!text(v, STR("name"), &ret->name))
		return false;
	if (text(v, STR("refused"), &ret->refused))
		return ret->refused.n > 0;
	if (json_bool(json_get(v, STR("folder")), &ret->folder))
		return ret->folder;
	(void)number(v, STR("declared"), 0, JSON_INT_MAX, &ret->declared);
	return number(v, STR("bytes"), 0, JSON_INT_MAX, &ret->bytes) &&
	       text(v, STR("sha256"), &hex) && hex_decode(ret->sha256.b, HASH_LEN, hex) &&
	       json_bool(json_get(v, STR("stored")), &ret->stored) &&
	       (!unpacked || number(v, STR("offset"), 0, JSON_INT_MAX, &ret->offset));
}

static int entries(const struct worker *w, struct str options, int fd, int out, int64_t max_bytes,
		   struct arena *a, struct look_entries *ret, struct err *e)
{
	struct worker_job job = { .options = options,
				  .input = fd,
				  .outputs = &out,
				  .n_outputs = out >= 0,
				  .deadline_ms = 600000,
				  .file_bytes = (uint64_t)max_bytes };
	struct worker_answer ans;
	struct look_entries r = { 0 };
	/* Offsets count from the beginning. */
	if (out >= 0 && (lseek(out, 0, SEEK_SET) != 0 || ftruncate(out, 0) != 0))
		return err_set(e, ERR_IO, "cannot write what is unpacked: %s", strerror(errno));
	TRY(worker_run(w, &job, a, &ans, e));
	if (!count(ans.result, STR("entries"), ENTRIES_MAX, &r.n))
		return odd(e);
	struct look_entry *items = NEW_N(a, r.n, struct look_entry);
	size_t i = 0;
	int64_t end = 0;
	for (const struct json *v = json_first(json_get(ans.result, STR("entries"))); v;
	     v = v->next, i++) {
		if (!read_entry(v, out >= 0, &items[i]))
			return odd(e);
		if (items[i].refused.n || items[i].folder)
			continue;
		/* One behind the other, without gap, within the ceiling. */
		if ((out >= 0 && items[i].offset != end) || items[i].bytes > max_bytes - end)
			return odd(e);
		end += items[i].bytes;
	}
	r.items = items;
	r.bytes = end;
	*ret = r;
	return 0;
}

int look_archive(const struct worker *w, int fd, int out, int64_t max_bytes, struct arena *a,
		 struct look_entries *ret, struct err *e)
{
	struct str options = str_printf(a, "{\"job\":\"%s\",\"max_bytes\":%lld}",
					out < 0 ? "list" : "unpack", (long long)max_bytes);
	return entries(w, options, fd, out, max_bytes, a, ret, e);
}

int look_extract(const struct worker *w, int fd, struct str name, int out, int64_t max_bytes,
		 struct arena *a, struct look_entry *ret, struct err *e)
{
	AUTO_BUF b;
	struct look_entries r;
	buf_init(&b, 8192);
	buf_lit(&b, "{\"job\":\"extract\",\"name\":");
	json_put_str(&b, name);
	buf_printf(&b, ",\"max_bytes\":%lld}", (long long)max_bytes);
	TRY(buf_check(&b, e));
	TRY(entries(w, buf_str(&b), fd, out, max_bytes, a, &r, e));
	if (r.n != 1 || r.items[0].refused.n || r.items[0].folder)
		return odd(e);
	*ret = r.items[0];
	return 0;
}
