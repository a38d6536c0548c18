// SPDX-License-Identifier: GPL-3.0-or-later

// main checks what Vigil gives to outsiders with code of others: notes and trees by golang.org/x/mod/sumdb
// as Debian packages it, signatures by Go's crypto/ed25519. Nothing of Vigil's is linked.
//
//	thirdparty log DIR VKEY            a tile set (C2SP tlog-tiles) under its checkpoint
//	thirdparty consistency FILE VKEY   two heads and the hashes between them
//	thirdparty cosigned FILE VKEY      a checkpoint cosigned by this witness
//	thirdparty sign SEED ORIGIN SIZE DIR   a tile set that Go makes and signs; prints its vkey
//
// Exit status 0: all of it holds; 1: it does not, and why.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func die(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		die("%v", err)
	}
}

// head is a checkpoint: its text has three lines, or more that mean nothing here.
type head struct {
	origin string
	tree   tlog.Tree
}

func parseHead(text string) head {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		die("a checkpoint has three lines")
	}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	var h tlog.Hash
	if copy(h[:], root) != tlog.HashSize || len(root) != tlog.HashSize {
		die("a root has 32 bytes")
	}
	return head{lines[0], tlog.Tree{N: n, Hash: h}}
}

// openHead verifies the log's signature; lines of other keys are passed over by note.Open.
func openHead(msg []byte, vkey string) head {
	v, err := note.NewVerifier(vkey)
	must(err)
	n, err := note.Open(msg, note.VerifierList(v))
	must(err)
	if len(n.Sigs) != 1 {
		die("%d signatures of the log", len(n.Sigs))
	}
	h := parseHead(n.Text)
	if h.origin != v.Name() {
		die("the checkpoint of %s is signed by %s", h.origin, v.Name())
	}
	return h
}

// ---- a tile set ----

type tiles struct{ dir string }

func (t tiles) Height() int                     { return height }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// Go's path begins with "tile/8/", the height, which C2SP leaves out.
func path(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", height))
}

func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range list {
		b, err := os.ReadFile(filepath.Join(t.dir, path(tile)))
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// needed are the tiles of a tree of this size; NewTiles also gives all that the last ones were once.
func needed(size int64) []tlog.Tile {
	var list []tlog.Tile
	for _, t := range tlog.NewTiles(height, 0, size) {
		if t.W == 256 || int64(t.W) == (size>>(height*uint(t.L)))%256 {
			list = append(list, t)
		}
	}
	return list
}

func bundles(dir string, size int64) [][]byte {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		w := 256
		if size-n*256 < 256 {
			w = int(size - n*256)
		}
		p := strings.Replace(path(tlog.Tile{H: height, L: 0, N: n, W: w}), "tile/0/", "tile/entries/", 1)
		b, err := os.ReadFile(filepath.Join(dir, p))
		must(err)
		for i := 0; i < w; i++ {
			if len(b) < 2 {
				die("%s ends at entry %d", p, i)
			}
			l := int(binary.BigEndian.Uint16(b))
			if len(b) < 2+l {
				die("%s: entry %d is cut", p, i)
			}
			entries = append(entries, b[2:2+l])
			b = b[2+l:]
		}
		if len(b) != 0 {
			die("%s has %d bytes too many", p, len(b))
		}
	}
	return entries
}

func checkLog(dir, vkey string) {
	msg, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err)
	h := openHead(msg, vkey)
	r := tlog.TileHashReader(h.tree, tiles{dir})
	root, err := tlog.TreeHash(h.tree.N, r)
	must(err)
	if root != h.tree.Hash {
		die("the tiles have another root than the checkpoint")
	}
	entries := bundles(dir, h.tree.N)
	var stored []tlog.Hash
	for i, e := range entries {
		leaf := tlog.RecordHash(e)
		more, err := tlog.StoredHashesForRecordHash(int64(i), leaf, reader(stored))
		must(err)
		stored = append(stored, more...)
		p, err := tlog.ProveRecord(h.tree.N, int64(i), r)
		must(err)
		must(tlog.CheckRecord(p, h.tree.N, h.tree.Hash, int64(i), leaf))
	}
	// The tree made again from the entries alone, and every tile of it byte for byte.
	root, err = tlog.TreeHash(h.tree.N, reader(stored))
	must(err)
	if root != h.tree.Hash {
		die("the entries have another root than the checkpoint")
	}
	for _, t := range needed(h.tree.N) {
		want, err := tlog.ReadTileData(t, reader(stored))
		must(err)
		got, err := os.ReadFile(filepath.Join(dir, path(t)))
		must(err)
		if !bytes.Equal(want, got) {
			die("%s is not what the entries make of it", path(t))
		}
	}
	for old := int64(1); old <= h.tree.N; old += h.tree.N/20 + 1 {
		was, err := tlog.TreeHash(old, reader(stored))
		must(err)
		p, err := tlog.ProveTree(h.tree.N, old, r)
		must(err)
		must(tlog.CheckTree(p, h.tree.N, h.tree.Hash, old, was))
	}
}

type reader []tlog.Hash

func (r reader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(r)) {
			return nil, fmt.Errorf("no hash %d", x)
		}
		out[i] = r[x]
	}
	return out, nil
}

// ---- two heads ----

func checkConsistency(file, vkey string) {
	b, err := os.ReadFile(file)
	must(err)
	parts := strings.SplitN(string(b), "\n\n", 4)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 4 || lines[0] != "vigil/consistency/v1" {
		die("not a consistency file")
	}
	var proof tlog.TreeProof
	for _, l := range lines[1:] {
		var h tlog.Hash
		d, err := base64.StdEncoding.DecodeString(l)
		must(err)
		if copy(h[:], d) != tlog.HashSize {
			die("a hash has 32 bytes")
		}
		proof = append(proof, h)
	}
	old := openHead([]byte(parts[1]+"\n\n"+parts[2]+"\n"), vkey)
	now := openHead([]byte(parts[3]), vkey)
	must(tlog.CheckTree(proof, now.tree.N, now.tree.Hash, old.tree.N, old.tree.Hash))
}

// ---- a cosignature (C2SP tlog-cosignature v1), which Go's note does not know ----

func checkCosigned(file, vkey string) {
	b, err := os.ReadFile(file)
	must(err)
	i := strings.LastIndex(string(b), "\n\n")
	if i < 0 {
		die("not a note")
	}
	text := string(b[:i+1])
	k := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(k[2])
	must(err)
	if len(key) != 33 || key[0] != 4 {
		die("not the key of a witness")
	}
	id := sha256.Sum256(append([]byte(k[0]+"\n"), key...))
	if fmt.Sprintf("%x", id[:4]) != k[1] {
		die("the key does not have the id it states")
	}
	for _, line := range strings.Split(string(b[i+2:]), "\n") {
		f := strings.Split(line, " ")
		if len(f) != 3 || f[0] != "\u2014" || f[1] != k[0] {
			continue
		}
		sig, err := base64.StdEncoding.DecodeString(f[2])
		must(err)
		if len(sig) != 4+8+64 || !bytes.Equal(sig[:4], id[:4]) {
			continue
		}
		msg := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig[4:12]), text)
		if !ed25519.Verify(ed25519.PublicKey(key[1:]), []byte(msg), sig[12:]) {
			die("the cosignature of %s does not hold", k[0])
		}
		return
	}
	die("%s has not cosigned this", k[0])
}

// ---- the other way: a log that Go makes, for Vigil to check ----

func sign(seed, origin, count, dir string) {
	s := sha256.Sum256([]byte(seed))
	priv := ed25519.NewKeyFromSeed(s[:])
	size, err := strconv.ParseInt(count, 10, 64)
	must(err)
	var stored []tlog.Hash
	for i := int64(0); i < size; i++ {
		more, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("entry %d", i)), reader(stored))
		must(err)
		stored = append(stored, more...)
	}
	for _, t := range needed(size) {
		b, err := tlog.ReadTileData(t, reader(stored))
		must(err)
		put(filepath.Join(dir, path(t)), b)
	}
	for n := int64(0); n*256 < size; n++ {
		var b bytes.Buffer
		w := 0
		for ; w < 256 && n*256+int64(w) < size; w++ {
			e := fmt.Sprintf("entry %d", n*256+int64(w))
			must(binary.Write(&b, binary.BigEndian, uint16(len(e))))
			b.WriteString(e)
		}
		p := strings.Replace(path(tlog.Tile{H: height, L: 0, N: n, W: w}), "tile/0/", "tile/entries/", 1)
		put(filepath.Join(dir, p), b.Bytes())
	}
	root, err := tlog.TreeHash(size, reader(stored))
	must(err)
	pub := append([]byte{1}, priv.Public().(ed25519.PublicKey)...)
	id := sha256.Sum256(append([]byte(origin+"\n"), pub...))
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%x+%s", origin, id[:4],
		base64.StdEncoding.EncodeToString(append([]byte{1}, s[:]...)))
	signer, err := note.NewSigner(skey)
	must(err)
	msg, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", origin, size,
		base64.StdEncoding.EncodeToString(root[:]))}, signer)
	must(err)
	put(filepath.Join(dir, "checkpoint"), msg)
	vkey, err := note.NewEd25519VerifierKey(origin, priv.Public().(ed25519.PublicKey))
	must(err)
	fmt.Println(vkey)
}

func put(path string, b []byte) {
	must(os.MkdirAll(filepath.Dir(path), 0755))
	must(os.WriteFile(path, b, 0644))
}

func main() {
	a := os.Args
	switch {
	case len(a) == 4 && a[1] == "log":
		checkLog(a[2], a[3])
	case len(a) == 4 && a[1] == "consistency":
		checkConsistency(a[2], a[3])
	case len(a) == 4 && a[1] == "cosigned":
		checkCosigned(a[2], a[3])
	case len(a) == 6 && a[1] == "sign":
		sign(a[2], a[3], a[4], a[5])
	default:
		die("usage: see the top of main.go")
	}
}
