/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_german.c - a register of German names in which a tenth of the people stand twice, nearly always with one mistake.
 *
 * Names are few and unevenly common, as in any register: one in sixteen has the commonest family name. A mistake is one letter
 * too many, one too few or another one in a name, or another year, month or day of birth; few rows have two.
 */
#include "gen_lists.h"

#include "text/calendar.h"

static const char GIVEN[] =
	"Peter Sabine Hans Andrea Stefan Monika Wolfgang Ursula Thomas Helga Michael Karin Klaus Renate Werner Ingrid "
	"Juergen Petra Dieter Gisela Manfred Birgit Uwe Susanne Frank Elke Bernd Brigitte Heinz Christa Guenter Claudia "
	"Horst Anna Martin Maria Gerhard Erika Helmut Martina Andreas Barbara Walter Angelika Christian Heike Karl Gabriele "
	"Joachim Nicole Rolf Stefanie Matthias Julia Ralf Christine Rainer Hannelore Herbert Katrin Markus Silke Kurt Gerda "
	"Alexander Anja Torsten Kerstin Heinrich Jutta Daniel Waltraud Willi Irmgard Sven Heidi Norbert Elisabeth Siegfried "
	"Marion Jens Ruth Paul Hildegard Christoph Ute Otto Ilse Jan Edith Carsten Katharina Ernst Doris Hermann Cornelia "
	"Sebastian Margarete Volker Sandra Tobias Anke Friedrich Beate Dirk Melanie Axel Lieselotte Georg Simone Lars Eva "
	"Detlef Johanna Harald Tanja Fritz Regina Reinhard Sonja Erwin Inge Gerd Anneliese Florian Marianne Lothar Bettina "
	"Rudolf Daniela Mario Vera Robert Carmen Kai Herta Felix Silvia Marcel Rosemarie Hartmut Else Olaf Lena Holger Sigrid "
	"Edgar Ines Ulrich Annette Alfred Charlotte Bruno Dagmar Armin Ulrike Erich Margot Konrad Frieda Philipp Elfriede "
	"Benjamin Antje Jochen Gudrun Ingo Franziska Anton Emma Julian Laura Maximilian Sarah Niklas Hanna";
static const char FAMILY[] =
	"Mueller Schmidt Weber Fischer Schneider Meyer Becker Wagner Schulz Hoffmann Schaefer Koch Bauer Richter Klein Wolf "
	"Schroeder Neumann Schwarz Zimmermann Braun Krueger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid "
	"Schulze Maier Koehler Herrmann Koenig Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Moeller Weiss Jung Hahn "
	"Schubert Vogel Friedrich Keller Guenther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon "
	"Ludwig Boehm Winter Kraus Martin Schumacher Kraemer Vogt Stein Jaeger Otto Sommer Gross Seidel Heinrich Brandt Haas "
	"Schreiber Graf Schulte Dietrich Ziegler Kuhn Kuehn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff "
	"Pfeiffer Ernst Lindner Beyer Hansen Kruse Wendt Barth Hermann Schilling Ritter Nowak Krieger Adler Brinkmann Gebhardt";

enum { WORDS_MAX = 256 };
struct list_of {
	struct str word[WORDS_MAX];
	size_t n;
};

static struct list_of split(const char *words)
{
	struct list_of l = { .n = 0 };
	struct str rest = str_of(words);
	while (rest.p && rest.n && l.n < WORDS_MAX)
		rest = str_cut(rest, ' ', &l.word[l.n++]);
	return l;
}

enum { FIRST, SECOND, LAST, DOUBLE, YEAR, MONTH, DAY, CELLS };

static void draw_word(struct word *w, const struct list_of *l, double from, struct rng *r)
{
	struct str word = l->word[zipf_from(r, l->n, from)];
	word_set(w, "%.*s", STR_FMT(word));
}

static void draw(const struct list_of *given, const struct list_of *family, struct rng *r,
		 struct word *w)
{
	struct cal_day d;
	memset(w, 0, CELLS * sizeof *w);
	draw_word(&w[FIRST], given, 40, r);
	if (chance(r, .06))
		draw_word(&w[SECOND], given, 40, r);
	draw_word(&w[LAST], family, 3, r);
	if (chance(r, .015))
		draw_word(&w[DOUBLE], family, 3, r);
	/* 1924 to 2010, most of them in its middle. */
	size_t day = (below(r, 31400) + below(r, 31400) + below(r, 31400)) / 3;
	cal_from_jdn(CAL_GREGORIAN, (int32_t)(2423786 + day), &d);
	word_set(&w[YEAR], "%d", d.year);
	word_set(&w[MONTH], "%d", d.month);
	word_set(&w[DAY], "%d", d.day);
}

/* One letter too many, too few, or another; no other letter is put where the same one stands. */
static void misspell(struct word *w, struct rng *r)
{
	size_t i = below(r, w->n);
	char c = (char)('a' + below(r, 26));
	double what = rng_uniform(r);
	if (what < .65) {
		i++;
		memmove(w->p + i + 1, w->p + i, w->n++ - i);
		w->p[i] = c;
	} else if (what < .8 && w->n > 3) {
		memmove(w->p + i, w->p + i + 1, w->n-- - i - 1);
	} else {
		w->p[i] = w->p[i] == c ? 'y' : c;
	}
}

static int another(int now, int least, int most, struct rng *r)
{
	/* Half of the time it is near. */
	int v = now;
	while (v == now || v < least || v > most)
		v = chance(r, .5) ? now + (chance(r, .5) ? 1 : -1)
				  : least + (int)below(r, (size_t)(most - least) + 1);
	return v;
}

static void mistake(struct word *w, struct rng *r)
{
	static const size_t WHICH[] = {
		FIRST, FIRST, FIRST, LAST, LAST, LAST, YEAR, MONTH, DAY, DAY
	};
	size_t k = WHICH[below(r, COUNT(WHICH))];
	int64_t now = 0;
	if (!str_to_int(word_str(&w[k]), &now)) {
		misspell(&w[k], r);
		return;
	}
	int v = (int)now;
	word_set(&w[k], "%d",
		 k == YEAR    ? another(v, 1924, 2010, r)
		 : k == MONTH ? another(v, 1, 12, r)
			      : another(v, 1, 28, r));
}

void gen_german(struct out *o, int64_t records, uint64_t seed)
{
	struct list_of given = split(GIVEN);
	struct list_of family = split(FAMILY);
	buf_lit(&o->b, "record_id,fname_c1,fname_c2,lname_c1,lname_c2,by,bm,bd\r\n");
	for (int64_t person = 1; o->records < records; person++) {
		struct rng r = rng_start(seed, (uint64_t)person);
		struct word w[CELLS];
		draw(&given, &family, &r, w);
		put_words(o, w, CELLS, person);
		if (!chance(&r, 1 / 9.) || o->records == records)
			continue;
		mistake(w, &r);
		if (chance(&r, .08))
			mistake(w, &r);
		put_words(o, w, CELLS, person);
	}
}
