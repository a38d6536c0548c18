/* SPDX-License-Identifier: Apache-2.0 */
/* bag_tags.c - reading the tag files of a bag: encodings, lines, bagit.txt, bag-info.txt, fetch.txt. */
#include "ledger/bag_priv.h"

#include "base/bytes.h"

/* ---- encodings and lines ------------------------------------------------ */

bool bag_encoding_parse(struct str name, enum bag_encoding *ret)
{
	static const struct {
		struct str name;
		enum bag_encoding enc;
	} KNOWN[] = {
		{ { "UTF-8", 5 }, BAG_UTF8 },
		{ { "US-ASCII", 8 }, BAG_UTF8 },
		{ { "ISO-8859-1", 10 }, BAG_LATIN1 },
		{ { "UTF-16", 6 }, BAG_UTF16 },
	};
	for (size_t i = 0; i < COUNT(KNOWN); i++)
		if (str_same_word(name, KNOWN[i].name)) {
			*ret = KNOWN[i].enc;
			return true;
		}
	return false;
}

static void put_char(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_char(b, (char)c);
		return;
	}
	if (c >= 0x10000) {
		buf_char(b, (char)(0xF0 | c >> 18));
		buf_char(b, (char)(0x80 | (c >> 12 & 0x3F)));
	} else if (c >= 0x800) {
		buf_char(b, (char)(0xE0 | c >> 12));
	}
	if (c >= 0x800)
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
	else
		buf_char(b, (char)(0xC0 | c >> 6));
	buf_char(b, (char)(0x80 | (c & 0x3F)));
}

/* Big-endian unless a mark says otherwise (RFC 2781 section 4.3). */
static bool decode_utf16(struct str s, struct buf *b)
{
	const uint8_t *p = (const uint8_t *)s.p;
	bool little = s.n >= 2 && p[0] == 0xFF && p[1] == 0xFE;
	bool mark = little || (s.n >= 2 && p[0] == 0xFE && p[1] == 0xFF);
	uint32_t high = 0;
	if (s.n % 2)
		return false;
	for (size_t i = mark ? 2 : 0; i < s.n; i += 2) {
		uint32_t u = little ? (uint32_t)(p[i + 1] << 8 | p[i])
				    : (uint32_t)(p[i] << 8 | p[i + 1]);
		bool is_low = u >= 0xDC00 && u < 0xE000;
		if (is_low != (high != 0))
			return false;
		if (u >= 0xD800 && u < 0xDC00) {
			high = u;
		} else {
			put_char(b, is_low ? 0x10000 + ((high - 0xD800) << 10) + (u - 0xDC00) : u);
			high = 0;
		}
	}
	return high == 0;
}

bool bag_decode(struct str s, enum bag_encoding enc, struct arena *a, struct str *ret)
{
	AUTO_BUF b = { 0 };
	switch (enc) {
	case BAG_UTF8:
		*ret = s;
		return str_is_utf8(s);
	case BAG_LATIN1:
		buf_init(&b, 2 * s.n + 1);
		for (size_t i = 0; i < s.n; i++)
			put_char(&b, (uint8_t)s.p[i]);
		break;
	case BAG_UTF16:
		buf_init(&b, 2 * s.n + 1);
		if (!decode_utf16(s, &b))
			return false;
		break;
	}
	*ret = buf_copy(&b, a);
	return true;
}

bool bag_line(struct str *rest, struct str *ret_line)
{
	if (rest->n == 0)
		return false;
	size_t n = 0;
	while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
		n++;
	*ret_line = str_n(rest->p, n);
	if (n + 1 < rest->n && rest->p[n] == '\r' && rest->p[n + 1] == '\n')
		n++;
	*rest = str_from(*rest, n + 1);
	return true;
}

/* ---- manifests ----------------------------------------------------------- */

bool bag_manifest_line(struct str line, size_t hash_bytes, uint8_t *ret_hash, struct str *ret_path,
		       bool *ret_star)
{
	size_t digits = 2 * hash_bytes;
	size_t at = digits;
	if (line.n <= digits + 1 || !hex_decode(ret_hash, hash_bytes, str_n(line.p, digits)))
		return false;
	while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
		at++;
	if (at == digits || at == line.n)
		return false;
	*ret_star = line.p[at] == '*';
	*ret_path = str_from(line, at + (*ret_star ? 1 : 0));
	return ret_path->n > 0;
}

/* RFC 8493 section 2.1.3 encodes CR, LF and the percent sign; before 1.0 the percent sign itself was
 * not encoded, so %25 was a name. */
static size_t decoded(struct str s, int version, char *ret)
{
	static const struct {
		char hex[2];
		char is;
	} CODES[] = { { { '0', 'A' }, '\n' }, { { '0', 'D' }, '\r' }, { { '2', '5' }, '%' } };
	if (s.n < 3 || s.p[0] != '%')
		return 0;
	for (size_t i = 0; i < (version >= 100 ? 3u : 2u); i++)
		if (str_same_word(str_n(s.p + 1, 2), str_n(CODES[i].hex, 2))) {
			*ret = CODES[i].is;
			return 3;
		}
	return 0;
}

struct str bag_decode_path(struct str path, int version, struct arena *a)
{
	if (!memchr(path.p, '%', path.n))
		return path;
	char *p = NEW_N(a, path.n, char);
	size_t n = 0;
	while (path.n) {
		char c = *path.p;
		size_t took = decoded(path, version, &c);
		p[n++] = c;
		path = str_from(path, took ? took : 1);
	}
	return str_n(p, n);
}

struct str bag_encode_path(struct str path, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 3 * path.n + 1);
	for (size_t i = 0; i < path.n; i++)
		switch (path.p[i]) {
		case '\n':
			buf_lit(&b, "%0A");
			break;
		case '\r':
			buf_lit(&b, "%0D");
			break;
		case '%':
			buf_lit(&b, "%25");
			break;
		default:
			buf_char(&b, path.p[i]);
		}
	return buf_copy(&b, a);
}

/* ---- tag files of a bag being checked ------------------------------------- */

static struct str raw_tag_file(struct bag_checking *c, struct str path)
{
	struct str s;
	struct err e;
	ptrdiff_t i = bag_files_find(c->files, path);
	if (i < 0)
		return STR_NULL;
	if (bag_files_read(c->files, (size_t)i, BAG_TAG_FILE_MAX, c->a, &s, &e) < 0) {
		bag_find(c, BAG_ERROR, BAG_UNREADABLE, path, "it could not be read");
		return STR_NULL;
	}
	return s;
}

struct str bag_tag_file(struct bag_checking *c, struct str path)
{
	struct str s = raw_tag_file(c, path);
	struct str text;
	if (!s.p)
		return STR_NULL;
	if (c->encoding == BAG_UTF8 && str_starts(s, STR("\xEF\xBB\xBF"))) {
		bag_find(c, BAG_ERROR, BAG_BOM, path, "it begins with a byte order mark");
		return STR_NULL;
	}
	if (!bag_decode(s, c->encoding, c->a, &text)) {
		bag_find(c, BAG_ERROR, BAG_ENCODING, path, "it is not in the encoding of the bag");
		return STR_NULL;
	}
	return text.p ? text : STR("");
}

/* `Label: value`. Before 1.0 white space around the colon varied, and bags that have it are about. */
static bool declared(struct str line, struct str label, bool strict, struct str *ret)
{
	struct str head;
	struct str value = str_cut(line, ':', &head);
	if (!value.p)
		return false;
	if (strict) {
		if (!str_eq(head, label) || !str_starts(value, STR(" ")))
			return false;
		*ret = str_from(value, 1);
		return ret->n > 0 && str_eq(str_trim(*ret), *ret);
	}
	*ret = str_trim(value);
	return str_eq(str_trim(head), label) && ret->n > 0;
}

static int version_of(struct str s)
{
	static const struct {
		struct str text;
		int version;
	} KNOWN[] = {
		{ { "1.0", 3 }, 100 }, { { "0.97", 4 }, 97 }, { { "0.96", 4 }, 96 },
		{ { "0.95", 4 }, 95 }, { { "0.94", 4 }, 94 }, { { "0.93", 4 }, 93 },
	};
	for (size_t i = 0; i < COUNT(KNOWN); i++)
		if (str_eq(s, KNOWN[i].text))
			return KNOWN[i].version;
	return 0;
}

bool bag_check_declaration(struct bag_checking *c)
{
	static const struct str PATH = { "bagit.txt", 9 };
	struct str lines[3];
	struct str value;
	size_t n = 0;
	struct str s = raw_tag_file(c, PATH);
	if (!s.p) {
		bag_find(c, BAG_ERROR, BAG_NO_BAGIT_TXT, PATH, "there is none, so this is no bag");
		return false;
	}
	if (str_starts(s, STR("\xEF\xBB\xBF"))) {
		bag_find(c, BAG_ERROR, BAG_BOM, PATH, "it begins with a byte order mark");
		s = str_from(s, 3);
	}
	for (struct str rest = s; n < COUNT(lines) && bag_line(&rest, &lines[n]);)
		n++;
	if (n != 2 || !declared(lines[0], STR("BagIt-Version"), false, &value)) {
		bag_find(c, BAG_ERROR, BAG_NO_BAGIT_TXT, PATH,
			 "it has not the two lines that make a bag");
		if (n == 0 || !declared(lines[0], STR("BagIt-Version"), false, &value))
			return false;
	}
	c->r->version = version_of(value);
	if (!c->r->version)
		bag_find(c, BAG_ERROR, BAG_VERSION, PATH, "it names a version that nobody defined");
	if (n < 2)
		return true;
	bool strict = c->r->version == 100;
	if (strict && !declared(lines[0], STR("BagIt-Version"), true, &value))
		bag_find(c, BAG_ERROR, BAG_NO_BAGIT_TXT, PATH,
			 "its first line is not exactly as version 1.0 has it");
	if (!declared(lines[1], STR("Tag-File-Character-Encoding"), strict, &value))
		bag_find(c, BAG_ERROR, BAG_NO_BAGIT_TXT, PATH,
			 "its second line does not give the encoding as it should");
	else if (!bag_encoding_parse(value, &c->encoding))
		bag_find(c, BAG_ERROR, BAG_ENCODING, PATH, "its encoding is not one we can read");
	return true;
}

/* ---- bag-info.txt ---------------------------------------------------------- */

enum { INFO_MAX = 1000 };

static void read_info(struct bag_checking *c, struct str path, struct str s)
{
	struct bag_info *list = NEW_N(c->a, INFO_MAX, struct bag_info);
	size_t n = 0;
	struct str line;
	while (bag_line(&s, &line)) {
		struct str label;
		if (str_trim(line).n == 0)
			continue;
		if (line.p[0] == ' ' || line.p[0] == '\t') {
			if (n == 0) {
				bag_find(c, BAG_WARNING, BAG_INFO, path, "it begins in mid-line");
				continue;
			}
			struct str head = list[n - 1].value;
			struct str tail = str_trim(line);
			/* Joined pieces could grow as the square of what is there. */
			if (head.n + tail.n < 65536)
				list[n - 1].value =
					str_printf(c->a, "%.*s %.*s", STR_FMT(head), STR_FMT(tail));
			continue;
		}
		struct str value = str_cut(line, ':', &label);
		if (!value.p || n == INFO_MAX) {
			bag_find(c, BAG_WARNING, BAG_INFO, path, "a line is not `Label: value`");
			continue;
		}
		list[n].label = str_trim(label);
		list[n++].value = str_trim(value);
	}
	c->r->info = list;
	c->r->n_info = n;
}

static void check_oxum(struct bag_checking *c, struct str path)
{
	struct str octets;
	int64_t bytes, files;
	struct str oxum = bag_info_value(c->r, STR("Payload-Oxum"));
	if (!oxum.p)
		return;
	struct str count = str_cut(oxum, '.', &octets);
	if (!count.p || !str_to_int(octets, &bytes) || !str_to_int(count, &files))
		bag_find(c, BAG_ERROR, BAG_OXUM, path, "Payload-Oxum is not BYTES.FILES");
	else if (bytes != c->r->payload_bytes || files != c->r->payload_files)
		bag_find(c,
			 files == c->r->payload_files + c->system_missing ? BAG_WARNING : BAG_ERROR,
			 BAG_OXUM, path, "Payload-Oxum does not fit what is there");
}

void bag_check_info(struct bag_checking *c)
{
	/* Its name before version 0.96. */
	static const struct str NAMES[] = { { "bag-info.txt", 12 }, { "package-info.txt", 16 } };
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		struct str s = bag_tag_file(c, NAMES[i]);
		if (!s.p)
			continue;
		read_info(c, NAMES[i], s);
		check_oxum(c, NAMES[i]);
		return;
	}
}

struct str bag_info_value(const struct bag_report *r, struct str label)
{
	for (size_t i = 0; i < r->n_info; i++)
		if (str_same_word(r->info[i].label, label))
			return r->info[i].value;
	return STR_NULL;
}

/* ---- fetch.txt -------------------------------------------------------------- */

/* URL, length or -, path. Nothing is fetched; what it names has to be there. */
static bool fetch_line(struct str line, struct str *ret_path)
{
	struct str word;
	for (int i = 0; i < 2; i++) {
		size_t n = 0;
		while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t')
			n++;
		word = str_n(line.p, n);
		while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
			n++;
		line = str_from(line, n);
		if (word.n == 0 || line.n == 0)
			return false;
	}
	*ret_path = line;
	return true;
}

void bag_check_fetch(struct bag_checking *c)
{
	static const struct str PATH = { "fetch.txt", 9 };
	struct str line;
	struct str path;
	map_init(&c->fetched, c->a);
	struct str s = bag_tag_file(c, PATH);
	if (!s.p)
		return;
	bag_find(c, BAG_NOTE, BAG_FETCH, PATH, "it lists files to be fetched; none is");
	while (bag_line(&s, &line)) {
		if (str_trim(line).n == 0)
			continue;
		if (++c->lines > BAG_LINES_MAX)
			return;
		if (!fetch_line(line, &path)) {
			bag_find(c, BAG_ERROR, BAG_LINE, PATH,
				 "a line is not URL, length and path");
			continue;
		}
		path = bag_decode_path(path, c->r->version, c->a);
		if (bag_path_fault(path) || !str_starts(path, STR("data/")))
			bag_find(c, BAG_ERROR, BAG_PATH, path, "fetch.txt leads out of the bag");
		else
			*map_at(&c->fetched, path) = c;
	}
}
