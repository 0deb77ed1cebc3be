/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * membio_peer - HTTPS client and server whose TLS objects never see a socket.
 *
 * Each connection is driven by two kinds of threads: some move ciphertext between
 * the socket and two memory BIOs, others call the TLS library.  A connection is
 * handed from one kind to the other after every step, so no thread ever makes a
 * socket call inside a TLS call, and consecutive TLS calls of one object are made
 * by different threads.  Nothing but the ciphertext ties plaintext to its socket.
 *
 *   membio_peer server CERT KEY
 *       prints "listening PORT", serves 127.0.0.1 until its standard input ends
 *   membio_peer client PORT CONNECTIONS REQUESTS BYTES
 *       REQUESTS times on each connection: GET /bytes/BYTES?from=LOCALPORT&n=NUMBER
 *       prints "LOCALPORT REQUESTS" for each connection, exits 0 when all bodies were right
 *
 * A request names the local port it was sent from: a capture with a different one is wrong.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

enum { THREADS_OF_A_KIND = 3, TEXT_MAX = 4096, BODY_MAX = 16 * 1024 * 1024 };

struct connection {
	struct connection *next;
	SSL *ssl;
	BIO *arriving;          /* socket to library */
	BIO *leaving;           /* library to socket */
	int fd;
	int is_server;
	int uses_ex;            /* SSL_read_ex and SSL_write_ex instead of SSL_read and SSL_write */
	int finished;           /* send what is left, then close */
	int failed;
	int peer_closed;
	unsigned number;        /* requests made or answered */
	unsigned local_port;
	char head[TEXT_MAX];    /* of the message that is being read */
	size_t head_length;
	size_t body_length;     /* that the head states; read so far: body_read */
	size_t body_read;
	int in_body;
	int request_sent;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct connection *first, **last;
};

static struct queue socket_work, tls_work;
static unsigned requests_wanted, bytes_wanted;
static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t one_closed = PTHREAD_COND_INITIALIZER;
static unsigned open_connections;
static int any_failed;

static void queue__init(struct queue *queue)
{
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->filled, NULL);
	queue->first = NULL;
	queue->last = &queue->first;
}

static void queue__put(struct queue *queue, struct connection *c)
{
	c->next = NULL;
	pthread_mutex_lock(&queue->lock);
	*queue->last = c;
	queue->last = &c->next;
	pthread_cond_signal(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
}

static struct connection *queue__take(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	while (!queue->first)
		pthread_cond_wait(&queue->filled, &queue->lock);
	struct connection *c = queue->first;
	queue->first = c->next;
	if (!queue->first)
		queue->last = &queue->first;
	pthread_mutex_unlock(&queue->lock);
	return c;
}

static char body_byte(size_t position)
{
	return (char)('a' + position % 23);
}

/* 1: done, 0: more ciphertext is needed first, -1: failed */
static int tls__result(struct connection *c, int result)
{
	if (result > 0)
		return 1;
	return SSL_get_error(c->ssl, result) == SSL_ERROR_WANT_READ ? 0 : -1;
}

static int tls__write(struct connection *c, const char *text, size_t length)
{
	size_t written;
	int result = c->uses_ex ? SSL_write_ex(c->ssl, text, length, &written) : SSL_write(c->ssl, text, (int)length);
	return tls__result(c, result);
}

static int tls__read(struct connection *c, char *text, size_t size, size_t *length)
{
	int result;
	if (c->uses_ex) {
		result = SSL_read_ex(c->ssl, text, size, length);
	} else {
		result = SSL_read(c->ssl, text, (int)size);
		*length = result > 0 ? (size_t)result : 0;
	}
	return tls__result(c, result);
}

static int http__request(struct connection *c)
{
	char text[TEXT_MAX];
	int length = snprintf(text, sizeof(text),
			      "GET /bytes/%u?from=%u&n=%u HTTP/1.1\r\nHost: localhost\r\nUser-Agent: membio_peer\r\n\r\n",
			      bytes_wanted, c->local_port, c->number);
	return tls__write(c, text, (size_t)length);
}

static int http__answer(struct connection *c)
{
	unsigned length = 0;
	if (sscanf(c->head, "GET /bytes/%u", &length) != 1 || length > BODY_MAX)
		return -1;
	char *text = malloc(TEXT_MAX + length);
	if (!text)
		return -1;
	int head = snprintf(text, TEXT_MAX, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %u\r\n\r\n", length);
	for (unsigned i = 0; i < length; i++)
		text[head + (int)i] = body_byte(i);
	int result = tls__write(c, text, (size_t)head + length);
	free(text);
	return result;
}

/* Takes bytes of a message; 1: complete, 0: not yet, -1: wrong.  One message is in progress at a time. */
static int http__take(struct connection *c, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (c->in_body) {
			if (text[i] != body_byte(c->body_read++))
				return -1;
			continue;
		}
		if (c->head_length + 1 >= sizeof(c->head))
			return -1;
		c->head[c->head_length++] = text[i];
		c->head[c->head_length] = 0;
		if (c->head_length < 4 || strcmp(c->head + c->head_length - 4, "\r\n\r\n") != 0)
			continue;
		const char *stated = strstr(c->head, "Content-Length: ");
		c->body_length = stated ? strtoul(stated + 16, NULL, 10) : 0;
		c->in_body = 1;
	}
	return c->in_body && c->body_read == c->body_length;
}

static void http__next(struct connection *c)
{
	c->head_length = c->body_length = c->body_read = 0;
	c->in_body = c->request_sent = 0;
	c->number++;
}

/* One call of the TLS library, perhaps two.  0: ciphertext has to move first, 1: go on, -1: failed */
static int tls__step(struct connection *c)
{
	if (!SSL_is_init_finished(c->ssl))
		return tls__result(c, SSL_do_handshake(c->ssl));
	if (!c->is_server && !c->request_sent) {
		if (c->number == requests_wanted) {
			SSL_shutdown(c->ssl);
			c->finished = 1;
			return 0;
		}
		c->request_sent = 1;
		return http__request(c);
	}
	char text[8192];
	size_t length = 0;
	int result = tls__read(c, text, sizeof(text), &length);
	if (result < 0 && SSL_get_error(c->ssl, 0) == SSL_ERROR_ZERO_RETURN && c->is_server) {
		c->finished = 1;
		return 0;
	}
	if (result <= 0)
		return result;
	int whole = http__take(c, text, length);
	if (whole <= 0)
		return whole < 0 ? -1 : 1;
	if (c->is_server && http__answer(c) <= 0)
		return -1;
	http__next(c);
	return 1;
}

static void *tls_thread(void *unused)
{
	(void)unused;
	for (;;) {
		struct connection *c = queue__take(&tls_work);
		ERR_clear_error();
		int result = tls__step(c);
		if (result < 0)
			c->failed = c->finished = 1;
		/* After every step another thread continues. */
		queue__put(result > 0 && BIO_ctrl_pending(c->leaving) == 0 ? &tls_work : &socket_work, c);
	}
	return NULL;
}

static int send_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return -1;
		bytes += sent;
		length -= (size_t)sent;
	}
	return 0;
}

static void connection__close(struct connection *c)
{
	int failed = c->failed || (!c->is_server && c->number != requests_wanted);
	if (!c->is_server) {
		printf("%u %u\n", c->local_port, c->number);
		fflush(stdout);
	}
	SSL_free(c->ssl);
	close(c->fd);
	free(c);
	pthread_mutex_lock(&open_lock);
	any_failed |= failed;
	open_connections--;
	pthread_cond_broadcast(&one_closed);
	pthread_mutex_unlock(&open_lock);
}

/* 1: there is something for the TLS library, 0: not yet, -1: close */
static int socket__step(struct connection *c)
{
	char bytes[16384];
	int length;
	while ((length = BIO_read(c->leaving, bytes, sizeof(bytes))) > 0) {
		if (send_all(c->fd, bytes, (size_t)length) < 0)
			return -1;
	}
	if (c->finished || c->peer_closed)
		return -1;
	struct pollfd waited = { .fd = c->fd, .events = POLLIN };
	if (poll(&waited, 1, 1) <= 0)
		return 0;
	ssize_t got = recv(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	if (got == 0) {
		c->peer_closed = 1;
		BIO_set_mem_eof_return(c->arriving, 0);
		return 1;
	}
	return BIO_write(c->arriving, bytes, (int)got) == (int)got ? 1 : -1;
}

static void *socket_thread(void *unused)
{
	(void)unused;
	for (;;) {
		struct connection *c = queue__take(&socket_work);
		int result = socket__step(c);
		if (result < 0)
			connection__close(c);
		else
			queue__put(result > 0 ? &tls_work : &socket_work, c);
	}
	return NULL;
}

static void connection__open(SSL_CTX *context, int fd, int is_server, unsigned index)
{
	struct sockaddr_in local = { 0 };
	socklen_t size = sizeof(local);
	struct connection *c = calloc(1, sizeof(*c));
	if (!c || getsockname(fd, (struct sockaddr *)&local, &size) < 0)
		exit(1);
	c->fd = fd;
	c->is_server = is_server;
	c->uses_ex = index % 2;
	c->local_port = ntohs(local.sin_port);
	c->ssl = SSL_new(context);
	c->arriving = BIO_new(BIO_s_mem());
	c->leaving = BIO_new(BIO_s_mem());
	if (!c->ssl || !c->arriving || !c->leaving)
		exit(1);
	SSL_set_bio(c->ssl, c->arriving, c->leaving);
	if (is_server)
		SSL_set_accept_state(c->ssl);
	else
		SSL_set_connect_state(c->ssl);
	pthread_mutex_lock(&open_lock);
	open_connections++;
	pthread_mutex_unlock(&open_lock);
	queue__put(&tls_work, c);
}

static void start_threads(void)
{
	queue__init(&socket_work);
	queue__init(&tls_work);
	for (int i = 0; i < THREADS_OF_A_KIND; i++) {
		pthread_t thread;
		if (pthread_create(&thread, NULL, socket_thread, NULL) || pthread_create(&thread, NULL, tls_thread, NULL))
			exit(1);
	}
}

static int serve(const char *certificate, const char *key)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (!context || SSL_CTX_use_certificate_file(context, certificate, SSL_FILETYPE_PEM) != 1
	    || SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
		ERR_print_errors_fp(stderr);
		return 1;
	}
	if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 512) < 0
	    || getsockname(listener, (struct sockaddr *)&address, &size) < 0) {
		perror("listen");
		return 1;
	}
	start_threads();
	printf("listening %u\n", ntohs(address.sin_port));
	fflush(stdout);
	struct pollfd waited[2] = { { .fd = listener, .events = POLLIN }, { .fd = 0, .events = POLLIN } };
	for (unsigned index = 0;;) {
		if (poll(waited, 2, -1) < 0 && errno != EINTR)
			return 1;
		char ignored[64];
		if (waited[1].revents && read(0, ignored, sizeof(ignored)) <= 0)
			return 0;
		int fd = waited[0].revents ? accept(listener, NULL, NULL) : -1;
		if (fd >= 0)
			connection__open(context, fd, 1, index++);
	}
}

static int ask(unsigned port, unsigned connections)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	address.sin_port = htons((unsigned short)port);
	if (!context)
		return 1;
	start_threads();
	for (unsigned i = 0; i < connections; i++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
			perror("connect");
			return 1;
		}
		connection__open(context, fd, 0, i);
	}
	pthread_mutex_lock(&open_lock);
	while (open_connections > 0)
		pthread_cond_wait(&one_closed, &open_lock);
	int failed = any_failed;
	pthread_mutex_unlock(&open_lock);
	return failed;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	if (argc == 4 && strcmp(argv[1], "server") == 0)
		return serve(argv[2], argv[3]);
	if (argc == 6 && strcmp(argv[1], "client") == 0) {
		requests_wanted = (unsigned)strtoul(argv[4], NULL, 10);
		bytes_wanted = (unsigned)strtoul(argv[5], NULL, 10);
		return ask((unsigned)strtoul(argv[2], NULL, 10), (unsigned)strtoul(argv[3], NULL, 10));
	}
	fprintf(stderr, "usage: membio_peer server CERT KEY | client PORT CONNECTIONS REQUESTS BYTES\n");
	return 2;
}
