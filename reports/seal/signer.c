/*
 * The signing process.  It is forked before evidence is opened, so it holds
 * none; it gets statement bytes and gives back envelopes, so hostile evidence
 * that takes over the parser finds no key to steal and, the process having
 * signed once, none to use again.
 *
 * Wire: frames of one kind byte, a 32-bit length, and that many bytes.
 *   child -> parent   'K' key: one byte (1: one-run), SubjectPublicKeyInfo
 *                     'E' diagnostic: code, NUL, place, NUL, text
 *                     'D' envelopes: one string (RFC 4251) a sealer
 *   parent -> child   'S' statement
 */
#include <errno.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/wire.h"

#define FRAME_HEAD 5
#define MAX_REPLY (MAX_ENVELOPE + MIB) /* the DSSE envelope; the others are small */

struct signer {
	pid_t pid; /* 0: reaped */
	int fd;
	struct seal_key *key; /* public half */
};

/* ---- frames ---- */

/* A peer that is gone is EPIPE, not SIGPIPE. */
static int
send_all(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return -1;
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

static int
recv_all(int fd, void *bytes, size_t n)
{
	char *p = bytes;

	while (n > 0) {
		ssize_t k = recv(fd, p, n, 0);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return -1;
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

static int
send_frame(int fd, char kind, const void *p, size_t n)
{
	unsigned char head[FRAME_HEAD] = {(unsigned char)kind, (unsigned char)(n >> 24),
		(unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n};

	return send_all(fd, head, sizeof(head)) == 0 && send_all(fd, p, n) == 0 ? 0 : -1;
}

/* Owner frees *out; NULL on failure. -1: peer gone, or more than max bytes announced. */
static int
recv_frame(int fd, char *kind, char **out, size_t *n, size_t max)
{
	unsigned char head[FRAME_HEAD];
	struct wire w = {head + 1, 4, false};

	*out = NULL;
	if (recv_all(fd, head, sizeof(head)) != 0)
		return -1;
	*kind = (char)head[0];
	*n = wire_u32(&w);
	if (*n > max)
		return -1;
	*out = x_malloc(*n + 1);
	(*out)[*n] = '\0';
	if (recv_all(fd, *out, *n) == 0)
		return 0;
	free(*out);
	*out = NULL;
	return -1;
}

/* ---- the child ---- */

/* No core file, no debugger of the same user, no clean-up handlers of the parent. */
static void
shut_in(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM};
	struct rlimit none = {0, 0};

	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	setrlimit(RLIMIT_CORE, &none);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_DFL);
}

static int
send_diags(int fd, const struct diags *d)
{
	int rc = 0;

	for (size_t i = 0; i < diags_count(d) && rc == 0; i++) {
		const struct diag *x = diags_at(d, i);
		struct buf b;

		buf_init(&b, MAX_KEY_FILE);
		buf_add(&b, x->kind->code, strlen(x->kind->code) + 1);
		buf_str(&b, x->at.file != NULL ? x->at.file : "");
		buf_chr(&b, '\0');
		buf_str(&b, x->text);
		rc = send_frame(fd, 'E', b.p, b.len);
		buf_free(&b);
	}
	return rc;
}

static int
send_key(int fd, const struct seal_key *k)
{
	struct buf b;
	int rc = -1;

	buf_init(&b, MAX_KEY_FILE);
	buf_chr(&b, k->one_run ? '\1' : '\0');
	if (key_spki(k, &b) == 0)
		rc = send_frame(fd, 'K', b.p, b.len);
	buf_free(&b);
	return rc;
}

static int
sign_all(int fd, const struct seal_key *k, const char *p, size_t n, struct diags *d)
{
	struct buf reply, env;
	int rc = 0;

	buf_init(&reply, MAX_REPLY);
	for (size_t i = 0; i < SEALERS && rc == 0; i++) {
		buf_init(&env, MAX_ENVELOPE);
		rc = seal_sign(&sealers[i], k, p, n, &env, d);
		wire_put_string(&reply, env.p, env.len);
		buf_free(&env);
	}
	if (rc == 0)
		rc = reply.over ? -1 : send_frame(fd, 'D', reply.p, reply.len);
	else
		send_diags(fd, d);
	buf_free(&reply);
	return rc;
}

/* Its whole life; the end of the parent is the end of its input. */
static int
child(int fd, const char *option)
{
	struct diags *d = diags_new();
	struct seal_key *k;
	char *p = NULL, kind;
	size_t n;
	int rc = -1;

	shut_in();
	k = key_load(option, d);
	if (k == NULL)
		send_diags(fd, d);
	else if (send_key(fd, k) == 0 && recv_frame(fd, &kind, &p, &n, MAX_STATEMENT) == 0 &&
		kind == 'S')
		rc = sign_all(fd, k, p, n, d);
	key_free(k);
	free(p);
	diags_free(d);
	OPENSSL_cleanup(); /* secure memory and the generator's state too */
	return rc == 0 ? 0 : 1;
}

/* ---- the parent ---- */

/* The value stands in this process too, and in /proc: overwritten in place, then taken out. */
static void
wipe_env(const char *option)
{
	char *value;

	if (option == NULL || !str_has_prefix(option, "env:"))
		return;
	value = getenv(option + 4);
	if (value == NULL)
		return;
	OPENSSL_cleanse(value, strlen(value));
	unsetenv(option + 4);
}

static const struct diag_kind *
kind_of(const char *code)
{
	for (size_t i = 0; i < seal_diag_kinds_n; i++)
		if (strcmp(seal_diag_kinds[i]->code, code) == 0)
			return seal_diag_kinds[i];
	return &seal_signer;
}

static void
take_diag(const char *p, size_t n, struct diags *d)
{
	size_t code = strlen(p) + 1; /* recv_frame() put a NUL behind it */
	size_t file = code <= n ? strlen(p + code) + 1 : 0;
	struct place at = {.file = file > 1 ? p + code : NULL};

	if (code + file > n)
		diag_add(d, &seal_signer, NULL, "the signing process sent something else");
	else
		diag_add(d, kind_of(p), &at, "%s", p + code + file);
}

static int
reap(struct signer *s, int *status)
{
	pid_t pid;

	if (s->pid == 0)
		return -1;
	do
		pid = waitpid(s->pid, status, 0);
	while (pid < 0 && errno == EINTR);
	s->pid = 0;
	return pid < 0 ? -1 : 0;
}

/* Why the frame that was expected did not come. */
static void
tell_end(struct signer *s, struct diags *d)
{
	int status = 0;

	close(s->fd);
	s->fd = -1;
	if (reap(s, &status) == 0 && WIFSIGNALED(status))
		diag_add(d, &seal_signer, NULL, "the signing process was ended by signal %d",
			WTERMSIG(status));
	else
		diag_add(d, &seal_signer, NULL, "the signing process ended before it had signed");
}

/* The frame of this kind, or NULL with diagnostics; those of the child are passed on. */
static char *
expect(struct signer *s, char want, size_t *n, size_t max, struct diags *d)
{
	size_t errors = diags_errors(d);
	char kind, *p;

	while (recv_frame(s->fd, &kind, &p, n, max) == 0) {
		if (kind == want)
			return p;
		if (kind == 'E')
			take_diag(p, *n, d);
		free(p);
		if (kind != 'E')
			break;
	}
	if (diags_errors(d) == errors)
		tell_end(s, d);
	return NULL;
}

static int
receive_key(struct signer *s, struct diags *d)
{
	size_t n;
	char *p = expect(s, 'K', &n, MAX_KEY_FILE, d);

	if (p != NULL && n > 1)
		s->key = key_from_spki(p + 1, n - 1, "signing key", d);
	if (s->key != NULL)
		s->key->one_run = p[0] == 1;
	free(p);
	return s->key != NULL ? 0 : -1;
}

struct signer *
signer_start(const char *option, struct diags *d)
{
	struct signer *s;
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
		diag_add(d, &seal_signer, NULL, "no socket: %s", strerror(errno));
		return NULL;
	}
	fflush(NULL); /* or the child could write it a second time */
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		_exit(child(fds[1], option));
	}
	close(fds[1]);
	wipe_env(option);
	if (pid < 0) {
		diag_add(d, &seal_signer, NULL, "no process: %s", strerror(errno));
		close(fds[0]);
		return NULL;
	}
	s = x_calloc(1, sizeof(*s));
	s->pid = pid;
	s->fd = fds[0];
	if (receive_key(s, d) == 0)
		return s;
	signer_free(s);
	return NULL;
}

const struct seal_key *
signer_key(const struct signer *s)
{
	return s->key;
}

bool
signer_one_run(const struct signer *s)
{
	return s->key->one_run;
}

pid_t
signer_pid(const struct signer *s)
{
	return s->pid;
}

void
seals_free(struct seals *s)
{
	for (size_t i = 0; i < SEALERS; i++)
		buf_free(&s->env[i]);
}

/* What came back is checked here as well, with the public key alone. */
static int
take_seals(const struct signer *s, struct wire *w, const char *p, size_t n, struct seals *out,
	struct diags *d)
{
	for (size_t i = 0; i < SEALERS; i++) {
		struct slice env = wire_string(w);
		struct place at = {.file = sealers[i].name};

		if (w->bad ||
			!seal_check(&sealers[i], s->key, (const char *)env.p, env.n, p, n, d)) {
			diag_add(d, &seal_sign_failed, &at, "the signature made does not verify");
			return -1;
		}
		buf_add(&out->env[i], env.p, env.n);
	}
	if (w->n == 0)
		return 0;
	diag_add(d, &seal_signer, NULL, "the signing process sent more than its envelopes");
	return -1;
}

int
signer_seal(struct signer *s, const char *p, size_t n, struct seals *out, struct diags *d)
{
	char *reply = NULL;
	size_t len = 0;
	int rc = -1;

	for (size_t i = 0; i < SEALERS; i++)
		buf_init(&out->env[i], MAX_ENVELOPE);
	if (n > MAX_STATEMENT) {
		diag_add(d, &seal_size, NULL, "a statement of %zu bytes; the ceiling is %zu", n,
			(size_t)MAX_STATEMENT);
		return -1;
	}
	if (s->fd < 0) {
		diag_add(d, &seal_signer, NULL, "the signing process signs once");
		return -1;
	}
	if (send_frame(s->fd, 'S', p, n) != 0)
		tell_end(s, d);
	else
		reply = expect(s, 'D', &len, MAX_REPLY, d);
	if (reply != NULL) {
		struct wire w = {(const unsigned char *)reply, len, false};

		rc = take_seals(s, &w, p, n, out, d);
	}
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	free(reply);
	if (rc != 0)
		for (size_t i = 0; i < SEALERS; i++)
			buf_reset(&out->env[i]);
	return rc;
}

void
signer_free(struct signer *s)
{
	int status;

	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd); /* the child reads the end of its input and ends */
	reap(s, &status);
	key_free(s->key);
	free(s);
}
