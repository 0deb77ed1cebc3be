/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * churn_peer - many short-lived processes, each with one request that names its process.
 *
 *   churn_peer PLAINPORT TLSPORT PERSECOND SECONDS
 *       starts PERSECOND processes per second, evenly; each asks 127.0.0.1 for /small.json?pid=ITSPID and ends;
 *       every fifth over TLS. Prints "STARTED FAILED" and exits 0.
 *   churn_peer one PORT plain|tls
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ssl.h>

extern char **environ;

static int one(const char *port, int tls)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	char text[4096];
	int length, got, all = 0, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	SSL *ssl = NULL;

	address.sin_port = htons((unsigned short)atoi(port));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return 1;
	if (tls) {
		ssl = SSL_new(SSL_CTX_new(TLS_client_method()));
		SSL_set_fd(ssl, fd);
		if (SSL_connect(ssl) != 1)
			return 1;
	}
	length = snprintf(text, sizeof(text), "GET /small.json?pid=%d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", getpid());
	if ((tls ? SSL_write(ssl, text, length) : (int)send(fd, text, (size_t)length, 0)) != length)
		return 1;
	for (;;) {
		size_t room = sizeof(text) - 1 - (size_t)all;

		got = tls ? SSL_read(ssl, text + all, (int)room) : (int)recv(fd, text + all, room, 0);
		if (got <= 0)
			break;
		all += got;
	}
	text[all] = 0;
	return strncmp(text, "HTTP/1.1 200", 12) != 0;
}

int main(int argc, char **argv)
{
	struct timespec next;
	unsigned started = 0, failed = 0, running = 0, wanted;
	long step;

	if (argc == 4 && strcmp(argv[1], "one") == 0)
		return one(argv[2], strcmp(argv[3], "tls") == 0);
	if (argc != 5) {
		fprintf(stderr, "usage: churn_peer PLAINPORT TLSPORT PERSECOND SECONDS\n");
		return 2;
	}
	wanted = (unsigned)atoi(argv[3]) * (unsigned)atoi(argv[4]);
	step = 1000000000L / atoi(argv[3]);
	clock_gettime(CLOCK_MONOTONIC, &next);
	while (started < wanted || running) {
		int status;

		while (running && waitpid(-1, &status, started < wanted ? WNOHANG : 0) > 0) {
			running--;
			failed += status != 0;
		}
		if (started == wanted)
			continue;
		pid_t child;
		int tls = started % 5 == 4;
		char *arguments[] = { argv[0], "one", argv[tls ? 2 : 1], tls ? "tls" : "plain", NULL };

		if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, arguments, environ) == 0)
			running++;
		else
			failed++;
		started++;
		next.tv_nsec += step;
		if (next.tv_nsec >= 1000000000L) {
			next.tv_nsec -= 1000000000L;
			next.tv_sec++;
		}
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
	}
	printf("%u %u\n", started, failed);
	return 0;
}
