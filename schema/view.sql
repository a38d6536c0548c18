-- SPDX-License-Identifier: GPL-3.0-or-later
-- The view of the log: made by register/project.c, thrown away and made again by `vigil rebuild`.
-- No table here holds anything that the log does not, and none holds a sealed value.
-- Days are Julian day numbers; an open end is NULL.
--
-- Entries come in the order that all sites of a register share (vault/log.h), and `pos` is the place of
-- one in it: 1, 2, 3, ... Everything here that speaks of an entry has its `pos`, so that rows, and what is
-- newest, are in that order; people know an entry by its number, `seq`, which is in `statement` alone.
-- When entries of another site come before some that are here, the view is made again and `pos` is another
-- one: no address, form or message names it. Ids of entities follow the order of entries as well.

CREATE TABLE entity (
	id    INTEGER PRIMARY KEY,
	uuid  BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	kind  TEXT NOT NULL,
	no    INTEGER NOT NULL, -- the number people know it by: P-00012
	key   TEXT, -- its key in claim tables: person:etemadi-far; two sites can give one key to two records
	first INTEGER NOT NULL, -- the entry that first names it
	UNIQUE (kind, no)
) STRICT;
CREATE INDEX entity_key ON entity (key) WHERE key IS NOT NULL;

-- What one source said of one subject, once; and the acts of members (adopt, undo, ...). An entry of
-- which nothing can be read (erased, its key not arrived, or not understood) has the kind `unreadable`;
-- one that repeats a claim that stands before it, `again`; an act of somebody who has not the role for it, `denied`.
CREATE TABLE statement (
	pos      INTEGER PRIMARY KEY,
	seq      INTEGER NOT NULL UNIQUE, -- the number of its entry
	at       INTEGER NOT NULL, -- its time in the order of entries; `pos` follows (at, seq)
	claim    BLOB UNIQUE CHECK (length(claim) = 16), -- its own id; NULL for key claims
	kind     TEXT NOT NULL,
	subject  INTEGER REFERENCES entity (id),
	source   INTEGER REFERENCES entity (id),
	via      INTEGER REFERENCES entity (id),
	document INTEGER REFERENCES entity (id),
	source_date TEXT, -- value of type date, JSON
	reliability TEXT, -- A-F
	batch    INTEGER, -- the statement that began the import it came with
	row      TEXT, -- its name in the imported table
	recorder BLOB NOT NULL,
	recorded_ms INTEGER NOT NULL,
	digest   BLOB NOT NULL CHECK (length(digest) = 16), -- of what it says, whoever recorded it
	has_sealed INTEGER NOT NULL, -- 1: some of it is in a compartment
	body     TEXT, -- acts: their parts as one JSON object
	retracted INTEGER -- the statement that took it back
) STRICT;
CREATE INDEX statement_subject ON statement (subject, digest);
CREATE INDEX statement_source ON statement (source, pos) WHERE source IS NOT NULL;
CREATE INDEX statement_document ON statement (document, pos) WHERE document IS NOT NULL;
CREATE INDEX statement_batch ON statement (batch) WHERE batch IS NOT NULL;
CREATE INDEX statement_act ON statement (kind, pos) WHERE kind <> 'statement';

CREATE TABLE field (
	id       INTEGER PRIMARY KEY, -- pos * 256 + place in the claim, from 1
	pos      INTEGER NOT NULL,
	subject  INTEGER NOT NULL REFERENCES entity (id),
	source   INTEGER REFERENCES entity (id),
	property TEXT NOT NULL,
	type     TEXT NOT NULL, -- of the value: text, name, date, ..., unknown
	value    TEXT NOT NULL, -- JSON as sealed
	quals    TEXT, -- JSON object of qualifiers as sealed; NULL when there are none
	same     TEXT NOT NULL, -- two values of one property say the same when these are equal
	lo       INTEGER, -- quantity: bounds; date: first and last day
	hi       INTEGER,
	ref      INTEGER REFERENCES entity (id),
	when_lo  INTEGER, -- when the value holds
	when_hi  INTEGER,
	when_text TEXT, -- EDTF of the same; NULL: not given
	place    TEXT, -- where it holds: "entity <uuid>" or folded text
	scope    TEXT,
	basis    TEXT NOT NULL, -- stated, derived, inferred
	position TEXT, -- part of the document
	doc      INTEGER, -- its row in `search`
	retracted INTEGER
) STRICT;
CREATE INDEX field_subject ON field (subject, property);
CREATE INDEX field_ref ON field (ref, property, retracted, source) WHERE ref IS NOT NULL;
CREATE INDEX field_source ON field (source, retracted) WHERE source IS NOT NULL;
CREATE INDEX field_event_type ON field (same, subject) WHERE property = 'type';
CREATE INDEX field_pos ON field (pos);
CREATE INDEX field_one_of ON field (same) WHERE type = 'date' AND same >= '[' AND same < '\';
-- Dates counted from another event: found again when that event's date changes.
CREATE INDEX field_counted_from ON field (json_extract(quals, '$.relative_to.id'))
	WHERE instr(quals, '"relative_to"') > 0;

-- Folded words of names and texts. rowid = entity * 65536 + running number, so that the hits of
-- one entity stand together and are told apart without looking anything up.
CREATE VIRTUAL TABLE search USING fts5 (
	name, skeleton, text, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- One line of the register: what a list shows of an entity, and what it is filtered by.
CREATE TABLE card (
	entity   INTEGER PRIMARY KEY REFERENCES entity (id),
	kind     TEXT NOT NULL,
	label    TEXT NOT NULL, -- '' when nothing names it
	label_lang TEXT NOT NULL,
	label_fa TEXT NOT NULL, -- '' when there is none
	sort     TEXT NOT NULL, -- folded, for the order by name
	status   TEXT NOT NULL, -- code of statuses.csv, or of event_types.csv for an event; '' none
	date     TEXT NOT NULL, -- EDTF of the latest event (a person) or of the event itself
	date_lo  INTEGER,
	date_hi  INTEGER,
	place    INTEGER REFERENCES entity (id),
	province TEXT NOT NULL,
	charge   TEXT NOT NULL,
	sources  INTEGER NOT NULL,
	claims   INTEGER NOT NULL,
	conflicts INTEGER NOT NULL, -- open ones
	certainty INTEGER NOT NULL, -- 0 unverified to 3 confirmed
	first    INTEGER NOT NULL,
	last     INTEGER NOT NULL, -- the newest statement that stands; 0 none
	docs     INTEGER NOT NULL, -- running number for `search`
	changed  INTEGER NOT NULL -- last `pos` when any of the above last changed; not part of the digest
) STRICT;
CREATE INDEX card_kind_date ON card (kind, date_hi);
CREATE INDEX card_kind_sort ON card (kind, sort);
CREATE INDEX card_changed ON card (changed);
CREATE INDEX card_place ON card (place) WHERE place IS NOT NULL;

-- The stages of a person, derived from the events in which they are the victim.
CREATE TABLE stage (
	person INTEGER NOT NULL REFERENCES entity (id),
	event  INTEGER NOT NULL REFERENCES entity (id),
	status TEXT NOT NULL,
	rank   INTEGER NOT NULL,
	ends   INTEGER NOT NULL,
	date   TEXT NOT NULL,
	date_lo INTEGER,
	date_hi INTEGER,
	PRIMARY KEY (person, event)
) STRICT, WITHOUT ROWID;

-- An editor's choice between claims for one field; the newest one that is not undone counts.
CREATE TABLE adoption (
	pos      INTEGER PRIMARY KEY,
	subject  INTEGER NOT NULL REFERENCES entity (id),
	property TEXT NOT NULL,
	field    INTEGER, -- NULL: both stand; 0: a claim that was erased or is not readable
	reason   TEXT NOT NULL,
	undone   INTEGER -- the statement that took it back
) STRICT;
CREATE INDEX adoption_subject ON adoption (subject, property);

CREATE TABLE conflict (
	id       INTEGER PRIMARY KEY,
	ident    TEXT NOT NULL UNIQUE, -- of kind, subject, property and sides: stays over a rebuild
	kind     TEXT NOT NULL, -- code of conflict_kinds.csv
	subject  INTEGER NOT NULL REFERENCES entity (id),
	property TEXT NOT NULL,
	decided  INTEGER, -- the adoption that settled it
	first    INTEGER NOT NULL, -- the first field on its sides, and
	rank     INTEGER NOT NULL -- its kind in the order of conflict_kinds.csv: the order of lists
) STRICT;
CREATE INDEX conflict_subject ON conflict (subject);
CREATE INDEX conflict_open ON conflict (decided, first, rank, property, subject);
CREATE TABLE conflict_side (
	conflict INTEGER NOT NULL REFERENCES conflict (id) ON DELETE CASCADE,
	side     INTEGER NOT NULL,
	field    INTEGER NOT NULL,
	PRIMARY KEY (conflict, side, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_side_field ON conflict_side (field);

-- Definitions of counted figures: subject `figure`, the newest definition of each counts.
CREATE TABLE figure_rule (
	pos    INTEGER PRIMARY KEY,
	figure INTEGER NOT NULL REFERENCES entity (id),
	rule   TEXT NOT NULL -- JSON (register/figure.h)
) STRICT;
CREATE INDEX figure_rule_figure ON figure_rule (figure, pos);

-- Lists of others. An edition is a file of one that was taken in.
CREATE TABLE edition (
	pos     INTEGER PRIMARY KEY,
	list    INTEGER NOT NULL REFERENCES entity (id),
	date    TEXT NOT NULL, -- EDTF
	day     INTEGER NOT NULL, -- its first day
	file    TEXT NOT NULL, -- SHA-256
	sheet   TEXT NOT NULL,
	rows    INTEGER NOT NULL, -- that it says it has
	mapping TEXT NOT NULL, -- JSON: the one that counts now
	twin    INTEGER, -- the first edition of the same list, file and sheet, when it is not this
	rank    INTEGER NOT NULL, -- its place among the standing ones of its list, the newest highest; 0: taken back
	retracted INTEGER
) STRICT;
CREATE INDEX edition_list ON edition (list, rank);

-- A row of a list, for good. Its cells are those of the version that the newest standing edition has.
CREATE TABLE mention (
	id      INTEGER PRIMARY KEY REFERENCES entity (id),
	list    INTEGER NOT NULL REFERENCES entity (id),
	same_as INTEGER REFERENCES entity (id), -- the mention that another site made of the same row of the same file
	edition INTEGER, -- NULL: all it was in are taken back
	row     INTEGER,
	version INTEGER,
	stands  INTEGER NOT NULL -- 2 in the newest edition, 1 removed from it, 0 in none that stands
) STRICT;
CREATE INDEX mention_list ON mention (list, stands, row);
CREATE INDEX mention_same_as ON mention (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE mention_version (
	pos     INTEGER PRIMARY KEY,
	mention INTEGER NOT NULL REFERENCES entity (id),
	edition INTEGER NOT NULL,
	row     INTEGER NOT NULL,
	cells   TEXT NOT NULL, -- JSON array as sealed
	label   TEXT NOT NULL, -- the name in it, by the mapping of its edition
	naming  INTEGER NOT NULL -- 0 somebody, 1 nobody that could be told from others ("unknown"), 2 several people
) STRICT;
CREATE INDEX mention_version_mention ON mention_version (mention, pos);
CREATE INDEX mention_version_edition ON mention_version (edition);

-- What rows of lists are found by (mention_find.c); rowid is the version. "other" holds further names and the row's own id,
-- "sounds" keys of names in any spelling. What was sealed in a compartment is in none of them.
CREATE VIRTUAL TABLE mention_search USING fts5 (
	name, other, sounds, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- What stands in each row of each edition, also where that is a row of an earlier one.
CREATE TABLE edition_row (
	edition INTEGER NOT NULL,
	row     INTEGER NOT NULL,
	mention INTEGER NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (edition, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX edition_row_mention ON edition_row (mention);

CREATE TABLE mapping_change (
	pos     INTEGER PRIMARY KEY,
	edition INTEGER NOT NULL,
	mapping TEXT NOT NULL,
	retracted INTEGER
) STRICT;

-- What people decided about two records: mentions, or persons described by claims. a < b.
CREATE TABLE link_decision (
	pos     INTEGER PRIMARY KEY,
	a       INTEGER NOT NULL REFERENCES entity (id),
	b       INTEGER NOT NULL REFERENCES entity (id),
	says    TEXT NOT NULL CHECK (says IN ('same', 'different', 'unsure')),
	round   TEXT NOT NULL CHECK (round IN ('first', 'second', 'adjudicated')),
	reason  TEXT NOT NULL,
	ppm     INTEGER, -- probability the program gave, in millionths
	bits    INTEGER, -- thousandths
	model   TEXT NOT NULL,
	seen_a  INTEGER, -- the version that was decided on
	seen_b  INTEGER,
	retracted INTEGER
) STRICT;
CREATE INDEX link_decision_a ON link_decision (a, b);
CREATE INDEX link_decision_b ON link_decision (b);

-- To which person a record was said to belong, by a run or by somebody; the newest that stands counts.
CREATE TABLE assignment (
	pos    INTEGER NOT NULL,
	n      INTEGER NOT NULL,
	run    INTEGER NOT NULL, -- the statement that began it
	record INTEGER NOT NULL REFERENCES entity (id),
	person INTEGER REFERENCES entity (id), -- NULL: to nobody
	bits   INTEGER NOT NULL,
	PRIMARY KEY (pos, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_record ON assignment (record, pos, n);
CREATE INDEX assignment_run ON assignment (run);
CREATE INDEX assignment_person ON assignment (person);
-- What follows: `person` is where the chain of persons found under others ends.
CREATE TABLE belongs (
	record INTEGER PRIMARY KEY REFERENCES entity (id),
	direct INTEGER NOT NULL REFERENCES entity (id),
	person INTEGER NOT NULL REFERENCES entity (id),
	bits   INTEGER NOT NULL
) STRICT;
CREATE INDEX belongs_person ON belongs (person);
CREATE INDEX belongs_direct ON belongs (direct);

-- What a run of linkage thought of pairs of records. a < b.
CREATE TABLE run_pair (
	pos    INTEGER NOT NULL,
	n      INTEGER NOT NULL,
	run    INTEGER NOT NULL, -- the statement that began it
	base   INTEGER NOT NULL, -- the run it adds to; itself
	a      INTEGER NOT NULL REFERENCES entity (id),
	b      INTEGER NOT NULL REFERENCES entity (id),
	bits   INTEGER NOT NULL, -- thousandths
	ppm    INTEGER NOT NULL,
	levels TEXT NOT NULL, -- hexadecimal, a digit a field
	rarity TEXT NOT NULL, -- JSON array: thousandths of a bit, a field each
	place  INTEGER NOT NULL, -- in the queue; 0: not in it
	effect INTEGER NOT NULL, -- thousandths of a person
	published INTEGER NOT NULL, -- of `effect`: what published figures are expected to move by
	flagged INTEGER NOT NULL,
	over   INTEGER NOT NULL, -- 1: a later run of the same base said it anew, or this one was taken back
	PRIMARY KEY (pos, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_pair_a ON run_pair (a, b);
CREATE INDEX run_pair_b ON run_pair (b);
CREATE INDEX run_pair_place ON run_pair (base, place);
-- Runs, each with the run whose model and pairs it adds to, and the records that such a run compared.
CREATE TABLE run_part (
	run    INTEGER PRIMARY KEY,
	base   INTEGER NOT NULL,
	retracted INTEGER
) STRICT;
CREATE INDEX run_part_base ON run_part (base);
CREATE TABLE run_record (
	run    INTEGER NOT NULL,
	record INTEGER NOT NULL REFERENCES entity (id),
	PRIMARY KEY (run, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_record_record ON run_record (record);
-- The newest edition of each list when a run read the register.
CREATE TABLE run_edition (
	run    INTEGER NOT NULL,
	edition INTEGER NOT NULL,
	PRIMARY KEY (run, edition)
) STRICT, WITHOUT ROWID;
CREATE TABLE run_model (
	pos  INTEGER PRIMARY KEY,
	run  INTEGER NOT NULL,
	n    INTEGER NOT NULL, -- in this order one after the other
	text TEXT NOT NULL
) STRICT;

-- Records by keys of what they say, so that one that comes meets few others; filled by whoever compares, empty when the
-- view was made again. Not part of the digest.
CREATE TABLE filed_by (
	scheme TEXT NOT NULL, -- how keys were made
	upto   INTEGER NOT NULL -- what came later is not filed yet
) STRICT;
CREATE TABLE filed (
	record INTEGER PRIMARY KEY REFERENCES entity (id),
	version INTEGER NOT NULL, -- mention.version; card.changed of a person
	list   INTEGER NOT NULL, -- 0: a person described by claims
	said   TEXT NOT NULL -- what is compared
) STRICT;
CREATE TABLE filed_key (
	key    INTEGER NOT NULL,
	record INTEGER NOT NULL,
	PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;

-- Which making of the view this is, by chance: what a process keeps of it in memory is worth nothing
-- after it was made again. Not part of the digest.
CREATE TABLE view_made (
	by_chance BLOB NOT NULL
) STRICT;
