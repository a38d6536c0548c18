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

-- Which making of the view this is, by chance: what a process keeps of it in memory is worth nothing
-- after it was made again. Not part of the digest.
CREATE TABLE view_made (
	by_chance BLOB NOT NULL
) STRICT;
