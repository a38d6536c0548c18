/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/warc_head.h"

#include "base/buf.h"

bool warc_name_is(struct str name, const char *lower)
{
	size_t n = strlen(lower);
	if (name.n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = name.p[i];
		if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != lower[i])
			return false;
	}
	return true;
}

/* A line without what ends it. *ret_end: the member ended, with or without a line before. */
static int read_line(struct members *m, struct buf *b, bool *ret_end, struct err *e)
{
	int c = 0;
	buf_clear(b);
	for (;;) {
		TRY(members_byte(m, &c, e));
		if (c < 0 || c == '\n')
			break;
		buf_char(b, (char)c);
	}
	*ret_end = c < 0;
	if (b->n && b->p[b->n - 1] == '\r')
		b->n--;
	return 0;
}

/* "<http://...>" as some wrote it. */
static struct str without_brackets(struct str s)
{
	return s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>' ? str_n(s.p + 1, s.n - 2) : s;
}

static bool length_of(struct str s, int64_t *ret)
{
	return str_to_int(s, ret) && *ret >= 0 && *ret <= INT64_C(1) << 50 && s.p[0] != '-';
}

static void take(struct warc_record *r, struct str name, struct str value, struct arena *a,
		 int64_t *length)
{
	const struct {
		const char *name;
		struct str *to;
	} FIELDS[] = {
		{ "warc-type", &r->type },
		{ "warc-record-id", &r->id },
		{ "warc-date", &r->date },
		{ "warc-target-uri", &r->uri },
		{ "content-type", &r->mime },
		{ "warc-truncated", &r->truncated },
		{ "warc-block-digest", &r->block.claimed },
		{ "warc-payload-digest", &r->payload.claimed },
	};
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		if (warc_name_is(name, FIELDS[i].name)) {
			if (FIELDS[i].to->p)
				r->note = "a field of the head is there twice";
			else
				*FIELDS[i].to = str_copy(a, without_brackets(value));
		}
	if (!warc_name_is(name, "content-length"))
		return;
	if (*length >= 0 || !length_of(value, length))
		r->problem = "the length of the content is not to be understood";
}

static int read_fields(struct members *m, struct arena *a, struct warc_record *r, int64_t *length,
		       struct err *e)
{
	AUTO_BUF line;
	AUTO_BUF field; /* with the lines that continue it */
	bool end = false;
	size_t bytes = 0;
	int lines = 0;
	buf_init(&line, WARC_HEAD_MAX);
	buf_init(&field, WARC_HEAD_MAX);
	for (;;) {
		TRY(read_line(m, &line, &end, e));
		bool more = line.n && (line.p[0] == ' ' || line.p[0] == '\t') && field.n;
		if (!more && field.n) {
			struct str name;
			struct str value = str_cut(buf_str(&field), ':', &name);
			if (value.p)
				take(r, str_trim(name), str_trim(value), a, length);
			else
				r->problem = "a line of the head without a name";
			buf_clear(&field);
		}
		if (line.n == 0)
			break;
		buf_add(&field, buf_str(&line));
		bytes += line.n;
		if (line.full || field.full || bytes > WARC_HEAD_MAX || ++lines > WARC_LINES_MAX) {
			r->problem = "the head is too long";
			return 0;
		}
	}
	if (end)
		r->problem = "the file ends within a head";
	return 0;
}

int warc_head_read(struct members *m, struct arena *a, struct warc_record *r,
		   enum head_found *ret_found, int64_t *ret_length, struct err *e)
{
	AUTO_BUF line;
	bool end = false;
	buf_init(&line, 256);
	/* Empty lines between records; some writers end a record with more than two. */
	for (int i = 0; i < 8; i++) {
		r->offset = m->zipped ? m->begin : members_offset(m);
		TRY(read_line(m, &line, &end, e));
		if (line.n || end)
			break;
	}
	*ret_length = -1;
	if (end && line.n == 0) {
		*ret_found = HEAD_NONE;
		return 0;
	}
	struct str version = str_trim(buf_str(&line));
	if (!str_starts(version, STR("WARC/")) || line.full) {
		*ret_found = HEAD_GARBAGE;
		return 0;
	}
	*ret_found = HEAD_RECORD;
	r->version = str_copy(a, str_from(version, 5));
	TRY(read_fields(m, a, r, ret_length, e));
	if (!r->problem && *ret_length < 0)
		r->problem = "the length of the content is not given";
	if (!r->problem && !r->type.p)
		r->problem = "the type of the record is not given";
	return 0;
}
