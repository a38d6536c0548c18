-- SPDX-License-Identifier: GPL-3.0-or-later
-- The vault's own tables: what is sealed, and the keys to it. A later version changes them by further numbered
-- files; this is the first.
-- Every other table is a view of these and is made again by `vigil rebuild` (schema/view.sql).
-- Names that begin with ledger_ can only be added to (store/store.h).

CREATE TABLE vault_meta (
	name  TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a log entry. `seq` is the index of its leaf, from 0, without gaps. The disclosures of
-- the claim stand apart, encrypted under the key of their shred group, so that a group can be
-- erased while the signed bytes and the leaf stay.
CREATE TABLE ledger_entry (
	seq    INTEGER PRIMARY KEY CHECK (seq >= 0),
	kind   TEXT NOT NULL CHECK (kind IN ('claim', 'key', 'shred', 'import', 'end')),
	jwt    BLOB NOT NULL,
	grp    INTEGER NOT NULL REFERENCES shred_group (id),
	sealed BLOB NOT NULL,
	src_grp    INTEGER REFERENCES shred_group (id),
	src_sealed BLOB,
	CHECK ((src_grp IS NULL) = (src_sealed IS NULL))
) STRICT;
-- Who may open the vault is read from the key entries at every request; they are few among many.
CREATE INDEX ledger_key ON ledger_entry (seq) WHERE kind = 'key';

CREATE TABLE ledger_checkpoint (
	size INTEGER PRIMARY KEY CHECK (size > 0),
	root BLOB NOT NULL CHECK (length(root) = 32),
	note TEXT NOT NULL,
	recorded_ms INTEGER NOT NULL -- the device clock: a claim, never evidence
) STRICT;

-- Tiles of the Merkle tree as in C2SP tlog-tiles: up to 256 hashes of 32 bytes. The last tile of a
-- level grows, which is why this is no ledger_ table; `vigil check` makes the tree again.
CREATE TABLE tree_tile (
	level  INTEGER NOT NULL,
	n      INTEGER NOT NULL,
	hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0 AND length(hashes) <= 8192),
	PRIMARY KEY (level, n)
) STRICT, WITHOUT ROWID;

-- Who may read what: a compartment has a key, sealed to each of its members' box keys.
CREATE TABLE compartment (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE compartment_key (
	compartment INTEGER NOT NULL REFERENCES compartment (id),
	member      BLOB NOT NULL CHECK (length(member) = 16),
	sealed      BLOB NOT NULL,
	PRIMARY KEY (compartment, member)
) STRICT, WITHOUT ROWID;

-- The data key of one shred group (one source, one victim, one document). In a compartment it is
-- wrapped under the compartment's key; otherwise the key of the database alone guards it.
-- Erasing a group sets `key` to NULL: nothing sealed under it can be read again.
CREATE TABLE shred_group (
	id          INTEGER PRIMARY KEY,
	entity      BLOB NOT NULL UNIQUE CHECK (length(entity) = 16),
	compartment INTEGER REFERENCES compartment (id),
	key         BLOB
) STRICT;
