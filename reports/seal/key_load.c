/* Private keys from files and the environment; key pairs to files. */
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"

/* PKCS#8 (RFC 5958) in PEM and nothing else: one form, no passphrase that somebody must type. */
static struct seal_key *
key_from_pem(const char *text, size_t len, const char *where, struct diags *d)
{
	struct place at = {.file = where};
	BIO *in = BIO_new_mem_buf(text, (int)len);
	char *name = NULL, *header = NULL;
	unsigned char *der = NULL;
	const unsigned char *p;
	long n = 0;
	PKCS8_PRIV_KEY_INFO *info = NULL;
	EVP_PKEY *pkey = NULL;

	if (in == NULL)
		die_memory();
	if (PEM_read_bio_ex(in, &name, &header, &der, &n, PEM_FLAG_SECURE) != 1) {
		diag_add(d, &seal_key_format, &at, "holds no PEM block: %s", key_reason());
		goto out;
	}
	if (strcmp(name, PEM_STRING_PKCS8INF) != 0) {
		diag_add(d, &seal_key_format, &at, "holds a block \"%.40s\", not \"%s\"", name,
			PEM_STRING_PKCS8INF);
		goto out;
	}
	p = der;
	info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &p, n);
	if (info != NULL && p == der + n)
		pkey = EVP_PKCS82PKEY(info);
	if (pkey == NULL)
		diag_add(d, &seal_key_format, &at, "holds no usable key: %s", key_reason());
out:
	PKCS8_PRIV_KEY_INFO_free(info);
	OPENSSL_secure_free(name);
	OPENSSL_secure_free(header);
	if (der != NULL)
		OPENSSL_secure_clear_free(der, (size_t)n);
	BIO_free(in);
	return pkey == NULL ? NULL : key_adopt(pkey, where, d);
}

/* On the opened file, so that nobody can exchange it between question and reading. */
static int
check_key_file(int fd, const char *path, struct diags *d)
{
	struct place at = {.file = path};
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		diag_add(d, &seal_key_file, &at, "is not a regular file");
		return -1;
	}
	if (st.st_uid != geteuid() && st.st_uid != 0) {
		diag_add(d, &seal_key_mode, &at, "belongs to another user (uid %lu)",
			(unsigned long)st.st_uid);
		return -1;
	}
	if ((st.st_mode & 077) != 0) {
		diag_add(d, &seal_key_mode, &at,
			"has mode %04o; group and others must have no access",
			(unsigned)st.st_mode & 07777);
		return -1;
	}
	if (st.st_size > MAX_KEY_FILE) {
		diag_add(d, &seal_size, &at, "a key file of more than %d bytes", MAX_KEY_FILE);
		return -1;
	}
	return 0;
}

static ssize_t
read_some(int fd, char *p, size_t max)
{
	size_t len = 0;

	while (len < max) {
		ssize_t n = read(fd, p + len, max - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

static struct seal_key *
key_from_file(const char *path, struct diags *d)
{
	struct place at = {.file = path};
	struct seal_key *k = NULL;
	char *text = x_malloc(MAX_KEY_FILE);
	ssize_t n = 0;
	/* Not blocking: a FIFO must not hang the run. Links are followed: mounted secrets are. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0) {
		diag_add(d, &seal_key_file, &at, "cannot be opened: %s", strerror(errno));
		goto out;
	}
	if (check_key_file(fd, path, d) != 0)
		goto out;
	n = read_some(fd, text, MAX_KEY_FILE);
	if (n < 0)
		diag_add(d, &seal_key_file, &at, "cannot be read: %s", strerror(errno));
	else
		k = key_from_pem(text, (size_t)n, path, d);
out:
	OPENSSL_cleanse(text, MAX_KEY_FILE);
	free(text);
	if (fd >= 0)
		close(fd);
	return k;
}

static struct seal_key *
key_from_env(const char *var, struct diags *d)
{
	struct place at = {.file = var};
	const char *text = getenv(var);

	if (text == NULL || text[0] == '\0') {
		diag_add(d, &seal_key_env, &at, "the environment variable %s is %s", var,
			text == NULL ? "not set" : "empty");
		return NULL;
	}
	if (strlen(text) > MAX_KEY_FILE) {
		diag_add(d, &seal_size, &at, "a key of more than %d bytes", MAX_KEY_FILE);
		return NULL;
	}
	return key_from_pem(text, strlen(text), var, d);
}

struct seal_key *
key_load(const char *option, struct diags *d)
{
	if (option == NULL || strcmp(option, "one-run") == 0)
		return key_generate(true, d);
	if (str_has_prefix(option, "file:") && option[5] != '\0')
		return key_from_file(option + 5, d);
	if (str_has_prefix(option, "env:") && option[4] != '\0')
		return key_from_env(option + 4, d);
	/* Not quoted: somebody may have pasted the key itself. */
	diag_add(d, &seal_key_option, NULL, "the key is neither file:PATH nor env:VARIABLE");
	return NULL;
}

int
key_public_pem(const struct seal_key *k, struct buf *out)
{
	BIO *mem = BIO_new(BIO_s_mem());
	char *p = NULL;
	long n;
	int rc = -1;

	if (mem == NULL)
		die_memory();
	if (PEM_write_bio_PUBKEY(mem, k->pkey) == 1) {
		n = BIO_get_mem_data(mem, &p);
		buf_add(out, p, (size_t)n);
		rc = out->over ? -1 : 0;
	}
	BIO_free(mem);
	return rc;
}

/* 0, or -1 with errno; a file that is there already is left alone. */
static int
write_new(const char *path, mode_t mode, const void *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	int error = 0;

	if (fd < 0)
		return -1;
	if (write_all(fd, p, n) != 0 || fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0)
		return 0;
	unlink(path);
	errno = error;
	return -1;
}

static int
write_private(const char *path, const struct seal_key *k)
{
	BIO *mem = BIO_new(BIO_s_secmem());
	char *p = NULL;
	long n;
	int rc = -1;

	if (mem == NULL)
		die_memory();
	errno = EIO;
	if (PEM_write_bio_PKCS8PrivateKey(mem, k->pkey, NULL, NULL, 0, NULL, NULL) == 1) {
		n = BIO_get_mem_data(mem, &p);
		rc = write_new(path, 0600, p, (size_t)n);
		OPENSSL_cleanse(p, (size_t)n);
	}
	BIO_free(mem);
	return rc;
}

int
seal_keygen(const char *path, const char *principal, struct buf *fingerprint, struct diags *d)
{
	size_t stem = strlen(path);
	struct seal_key *k = NULL;
	struct buf name[2], text[2];
	struct place at = {.file = path};
	size_t written = 0;

	if (stem > 4 && strcmp(path + stem - 4, ".pem") == 0)
		stem -= 4;
	for (size_t i = 0; i < 2; i++) {
		buf_init(&name[i], MAX_ID * 8);
		buf_init(&text[i], MAX_KEY_FILE);
		buf_add(&name[i], path, stem);
	}
	buf_str(&name[0], ".pub.pem");
	buf_str(&name[1], ".allowed_signers");
	k = key_generate(false, d);
	if (k == NULL)
		goto out;
	if (key_public_pem(k, &text[0]) != 0 || key_allowed_signer(k, principal, &text[1]) != 0 ||
		key_ssh_fingerprint(k, fingerprint) != 0)
		die_bug("a fresh key that cannot be written");
	for (size_t i = 0; i < 2; i++, written++)
		if (write_new(name[i].p, 0644, text[i].p, text[i].len) != 0) {
			at.file = name[i].p;
			goto failed;
		}
	/* Last, so that a private key never lies about without its public half. */
	if (write_private(path, k) == 0) {
		written = 3;
		goto out;
	}
failed:
	diag_add(d, &seal_keygen_failed, &at, "%s: no key was made", strerror(errno));
	while (written > 0)
		unlink(name[--written].p);
out:
	key_free(k);
	for (size_t i = 0; i < 2; i++) {
		buf_free(&name[i]);
		buf_free(&text[i]);
	}
	return written == 3 ? 0 : -1;
}
