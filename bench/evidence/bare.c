/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bare.c - the bound that the evidence store is held to: the same primitives and nothing else.
 *
 *	bare FILE TARGET
 *
 * One thread reads the file and hashes it, the other encrypts in chunks of 64 KiB, hashes what is
 * encrypted and writes, telling the disk to begin every 8 MiB; then fsync, drop what memory holds, read
 * back, hash, compare, rename, fsync of the folder. No format, no naming, no checks of the source.
 * Prints seconds and CPU seconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BUFFERS = 8, BUFFER = 1 << 20, CHUNK = 64 << 10, TAG = 16, SEND = 8 << 20 };

static unsigned char plain[BUFFERS][BUFFER];
static size_t length[BUFFERS];
static sem_t empty;
static sem_t full;
static int from;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static EVP_MD_CTX *sha256(void)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	if (!c || EVP_DigestInit_ex(c, EVP_sha256(), NULL) != 1)
		fail("sha256");
	return c;
}

static void *reader(void *arg)
{
	EVP_MD_CTX *h = sha256();
	unsigned char digest[32];
	(void)arg;
	for (int i = 0;; i = (i + 1) % BUFFERS) {
		sem_wait(&empty);
		ssize_t n = read(from, plain[i], BUFFER);
		if (n < 0)
			fail("read");
		EVP_DigestUpdate(h, plain[i], (size_t)n);
		length[i] = (size_t)n;
		sem_post(&full);
		if (n == 0)
			break;
	}
	EVP_DigestFinal_ex(h, digest, NULL);
	EVP_MD_CTX_free(h);
	return NULL;
}

static void write_all(int fd, const unsigned char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);
		if (k < 0)
			fail("write");
		p += k;
		n -= (size_t)k;
	}
}

static void encrypt_and_write(int to, unsigned char digest[32])
{
	static unsigned char out[BUFFER / CHUNK * (CHUNK + TAG)];
	static const unsigned char KEY[32] = { 1 };
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	EVP_MD_CTX *h = sha256();
	uint64_t number = 0;
	off_t written = 0;
	off_t sent = 0;
	EVP_EncryptInit_ex(c, EVP_chacha20_poly1305(), NULL, KEY, NULL);
	for (int i = 0;; i = (i + 1) % BUFFERS) {
		size_t o = 0;
		sem_wait(&full);
		if (length[i] == 0)
			break;
		for (size_t at = 0; at < length[i]; at += CHUNK) {
			unsigned char nonce[12] = { 0 };
			size_t n = length[i] - at < CHUNK ? length[i] - at : CHUNK;
			int k = 0;
			memcpy(nonce, &number, sizeof number);
			number++;
			EVP_EncryptInit_ex(c, NULL, NULL, NULL, nonce);
			EVP_EncryptUpdate(c, out + o, &k, plain[i] + at, (int)n);
			EVP_EncryptFinal_ex(c, out + o + k, &k);
			EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, TAG, out + o + n);
			EVP_DigestUpdate(h, out + o, n + TAG);
			o += n + TAG;
		}
		write_all(to, out, o);
		written += (off_t)o;
		if (written - sent >= SEND) {
			sync_file_range(to, sent, written - sent, SYNC_FILE_RANGE_WRITE);
			sent = written;
		}
		sem_post(&empty);
	}
	EVP_DigestFinal_ex(h, digest, NULL);
	EVP_MD_CTX_free(h);
	EVP_CIPHER_CTX_free(c);
}

static void read_back(int fd, const unsigned char want[32])
{
	static unsigned char p[BUFFER];
	unsigned char got[32];
	EVP_MD_CTX *h = sha256();
	ssize_t n;
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, p, sizeof p)) > 0)
		EVP_DigestUpdate(h, p, (size_t)n);
	EVP_DigestFinal_ex(h, got, NULL);
	if (n < 0 || memcmp(got, want, sizeof got) != 0)
		fail("read back");
	EVP_MD_CTX_free(h);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	unsigned char digest[32];
	char temp[4096];
	pthread_t thread;
	if (argc != 3 || snprintf(temp, sizeof temp, "%s.new", argv[2]) >= (int)sizeof temp)
		return 2;
	double start = now();
	from = open(argv[1], O_RDONLY);
	int to = open(temp, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (from < 0 || to < 0)
		fail("open");
	sem_init(&empty, 0, BUFFERS);
	sem_init(&full, 0, 0);
	if (pthread_create(&thread, NULL, reader, NULL) != 0)
		fail("thread");
	encrypt_and_write(to, digest);
	pthread_join(thread, NULL);
	if (fsync(to) != 0)
		fail("fsync");
	read_back(to, digest);
	int dir = open(".", O_RDONLY | O_DIRECTORY);
	if (rename(temp, argv[2]) != 0 || fsync(dir) != 0)
		fail("rename");
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	printf("%.6f %.6f\n", now() - start,
	       (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
		       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6);
	return 0;
}
