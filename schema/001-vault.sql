-- SPDX-License-Identifier: GPL-3.0-or-later
-- The vault's own tables: what is sealed, and the keys to it. A later version changes them by further numbered
-- files; this is the first.
-- Every other table is a view of these and is made again by `vigil rebuild` (schema/view.sql).
-- Names that begin with ledger_ can only be added to (store/store.h).

CREATE TABLE vault_meta (
	name  TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The logs of the register that are kept here (vault/log.h): our own, those of other sites, those that ended.
-- `site` is the log's place in entry numbers (vault/number.h), 0 for the log that founded the register.
CREATE TABLE ledger_log (
	site   INTEGER PRIMARY KEY CHECK (site >= 0 AND site < 8388608),
	origin TEXT NOT NULL UNIQUE,
	vkey   TEXT NOT NULL
) STRICT;

CREATE TABLE log_state (
	site  INTEGER PRIMARY KEY REFERENCES ledger_log (site),
	state TEXT NOT NULL CHECK (state IN ('own', 'other', 'ended')),
	size  INTEGER NOT NULL, -- entries kept here
	shown INTEGER NOT NULL  -- of these, in the view: what our own log has committed to
) STRICT;

-- One row a log entry. `seq` is its number, site << 30 | index; the indexes of a log begin at 0, without
-- gaps. `at` orders the entries of all logs the same way at every site (vault/log.h). `bytes` is what
-- the entry commits to: the JWT of a claim, key or shred (its short form, ledger/claim.h), the text of a
-- checkpoint for import and end.
-- The disclosures of a claim stand apart, encrypted under the key of their shred group, so that a
-- group can be erased while the signed bytes and the leaf stay.
CREATE TABLE ledger_entry (
	seq    INTEGER PRIMARY KEY CHECK (seq >= 0),
	at     INTEGER NOT NULL,
	kind   TEXT NOT NULL CHECK (kind IN ('claim', 'key', 'shred', 'import', 'end')),
	bytes  BLOB NOT NULL,
	grp    INTEGER REFERENCES shred_group (id),
	sealed BLOB,
	src_grp    INTEGER REFERENCES shred_group (id),
	src_sealed BLOB,
	CHECK ((grp IS NULL) = (sealed IS NULL)),
	CHECK ((grp IS NULL) = (kind IN ('import', 'end'))),
	CHECK ((src_grp IS NULL) = (src_sealed IS NULL))
) STRICT;
CREATE INDEX ledger_order ON ledger_entry (at, seq);
-- Who may open the vault is read from the key entries at every request; they are few among many.
CREATE INDEX ledger_key ON ledger_entry (at, seq) WHERE kind = 'key';
CREATE INDEX ledger_import ON ledger_entry (seq) WHERE kind = 'import';
CREATE INDEX ledger_shred ON ledger_entry (at, seq) WHERE kind = 'shred';

CREATE TABLE ledger_checkpoint (
	site INTEGER NOT NULL REFERENCES ledger_log (site),
	size INTEGER NOT NULL CHECK (size > 0),
	root BLOB NOT NULL CHECK (length(root) = 32),
	note TEXT NOT NULL, -- as its log signed it; with the signature of the next key while keys overlap
	recorded_ms INTEGER NOT NULL, -- the device clock: a claim, never evidence
	PRIMARY KEY (site, size)
) STRICT, WITHOUT ROWID;

-- What witnesses answered: signature lines of other keys over a checkpoint's text.
CREATE TABLE ledger_cosignature (
	site INTEGER NOT NULL,
	size INTEGER NOT NULL,
	line TEXT NOT NULL,
	PRIMARY KEY (site, size, line),
	FOREIGN KEY (site, size) REFERENCES ledger_checkpoint (site, size)
) STRICT, WITHOUT ROWID;

-- Two signed heads of one origin that do not fit: proof of a fork, kept for ever.
CREATE TABLE ledger_fork (
	id     INTEGER PRIMARY KEY,
	origin TEXT NOT NULL,
	ours   TEXT NOT NULL, -- the note that was known first
	theirs TEXT NOT NULL,
	found_ms INTEGER NOT NULL,
	UNIQUE (ours, theirs)
) STRICT;
-- Entries of our own that a fork left outside the log others know; entered again in the next log.
CREATE TABLE ledger_fork_entry (
	fork INTEGER NOT NULL REFERENCES ledger_fork (id),
	idx  INTEGER NOT NULL,
	kind TEXT NOT NULL,
	bytes BLOB NOT NULL,
	PRIMARY KEY (fork, idx)
) STRICT, WITHOUT ROWID;

-- Heads that were about to be signed for others (witness, export, sync): never gone back on.
CREATE TABLE signing_state (
	site INTEGER PRIMARY KEY,
	size INTEGER NOT NULL,
	root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;

-- Logs of other registers whose heads we cosign as a witness: the newest head we signed.
CREATE TABLE witnessed (
	origin TEXT PRIMARY KEY,
	vkey   TEXT NOT NULL,
	size   INTEGER NOT NULL,
	root   BLOB NOT NULL CHECK (length(root) = 32),
	note   TEXT NOT NULL -- '' before the first
) STRICT, WITHOUT ROWID;

-- Tiles of the Merkle trees as in C2SP tlog-tiles: up to 256 hashes of 32 bytes. The last tile of a
-- level grows, which is why this is no ledger_ table; `vigil check` makes the trees again.
CREATE TABLE tree_tile (
	site   INTEGER NOT NULL,
	level  INTEGER NOT NULL,
	n      INTEGER NOT NULL,
	hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0 AND length(hashes) <= 8192),
	PRIMARY KEY (site, level, n)
) STRICT, WITHOUT ROWID;

-- Rows of other logs that were given and cannot be judged yet, and entries of our own log that have
-- to be entered again in the next (vault/taking_priv.h). Empty but inside one transaction.
CREATE TABLE take_row (
	seq    INTEGER PRIMARY KEY,
	at     INTEGER NOT NULL,
	kind   TEXT NOT NULL,
	bytes  BLOB NOT NULL,
	gid    BLOB,
	sealed BLOB,
	src_gid    BLOB,
	src_sealed BLOB
) STRICT;

-- Who may read what: a compartment has keys, the newest for what is sealed now, each sealed to the
-- box keys of its members. `ckey` is the id of one key, a UUIDv7.
CREATE TABLE compartment (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE compartment_key (
	compartment INTEGER NOT NULL REFERENCES compartment (id),
	ckey        BLOB NOT NULL CHECK (length(ckey) = 16),
	member      BLOB NOT NULL CHECK (length(member) = 16),
	sealed      BLOB NOT NULL,
	PRIMARY KEY (compartment, ckey, member)
) STRICT, WITHOUT ROWID;

-- The data key of one shred group (one source, one victim, one document). In a compartment it is
-- wrapped under a key of the compartment; otherwise the key of the database alone guards it. Two sites
-- can each make a group for one entity, so `gid` names the group and `entity` what it is about.
-- Erasing a group sets `key` to NULL: nothing sealed under it can be read again, and no key for it
-- is taken from anywhere.
CREATE TABLE shred_group (
	id          INTEGER PRIMARY KEY,
	gid         BLOB NOT NULL UNIQUE CHECK (length(gid) = 16),
	entity      BLOB NOT NULL CHECK (length(entity) = 16),
	compartment INTEGER REFERENCES compartment (id),
	ckey        BLOB, -- the key of the compartment that wraps it
	key         BLOB,
	erased      INTEGER NOT NULL DEFAULT 0, -- 1: for ever; 0 with key NULL: the key has not arrived
	CHECK (erased = 0 OR key IS NULL)
) STRICT;
CREATE INDEX shred_group_entity ON shred_group (entity, gid);

-- Evidence payloads in NAME.vigil.objects: the age header that opens one, sealed under the group of
-- the evidence. `name` is the SHA-256 of the stored bytes, `dedup` a keyed hash of the plain ones.
CREATE TABLE object (
	name   BLOB PRIMARY KEY CHECK (length(name) = 32),
	bytes  INTEGER NOT NULL, -- stored
	dedup  BLOB NOT NULL CHECK (length(dedup) = 32),
	grp    INTEGER NOT NULL REFERENCES shred_group (id),
	header BLOB -- NULL: erased
) STRICT, WITHOUT ROWID;
CREATE INDEX object_dedup ON object (dedup);

-- Time stamps of checkpoints (ledger/tsp.h, ledger/ots.h), with what it takes to verify them.
CREATE TABLE stamp (
	id    INTEGER PRIMARY KEY,
	site  INTEGER NOT NULL,
	size  INTEGER NOT NULL, -- of the checkpoint whose note text is stamped
	kind  TEXT NOT NULL CHECK (kind IN ('rfc3161', 'ots')),
	token BLOB NOT NULL,
	chain BLOB, -- PEM: certificates, then revocation lists of the day
	over  INTEGER REFERENCES stamp (id), -- renewal: this one covers that one too
	added_ms INTEGER NOT NULL
) STRICT;

-- Copies of this vault that we know of, so that an erasure can name where it does not reach.
CREATE TABLE known_copy (
	kind  TEXT NOT NULL CHECK (kind IN ('backup', 'remote', 'export', 'site')),
	place TEXT NOT NULL,
	last_ms INTEGER NOT NULL,
	head  INTEGER NOT NULL, -- what it held: an entry number one past the last
	PRIMARY KEY (kind, place)
) STRICT, WITHOUT ROWID;
