/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * calls_peer - less common calls that move bytes of sockets.
 *
 *   calls_peer sendmmsg PORT COUNT      asks 127.0.0.1 for /COUNT over TCP, each request in COUNT messages of one call
 *   calls_peer recvmmsg COUNT           a server for one connection; prints its port, then reads COUNT messages per call
 *   calls_peer compat PORT              sends a request by the system call of 32-bit programs
 *   calls_peer packets                  sends 100 bytes over a Unix packet socket
 *   calls_peer late PORT                asks, ends its side, and reads the answer long after the kernel has closed
 *   calls_peer large PORT BYTES         a POST whose head and BYTES bytes are sent by one call
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGES_MAX 1024

static int reach(const char *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_port = htons((unsigned short)atoi(port));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		exit(1);
	return fd;
}

static int read_out(int fd)
{
	char answer[65536];
	ssize_t got;

	while ((got = read(fd, answer, sizeof(answer))) > 0)
		;
	return got < 0;
}

/* A request whose fields grow with the number of messages, in pieces of almost the same size. */
static int send_messages(const char *port, int count)
{
	static struct mmsghdr messages[MESSAGES_MAX];
	static struct iovec pieces[MESSAGES_MAX];
	static char text[64 * MESSAGES_MAX];
	int length = sprintf(text, "GET /%d HTTP/1.1\r\nHost: localhost\r\n", count), fd = reach(port), each;

	for (int i = 0; i < count; i++)
		length += sprintf(text + length, "X-%d: message %d\r\n", i, i);
	length += sprintf(text + length, "Connection: close\r\n\r\n");
	each = length / count;
	for (int i = 0; i < count; i++) {
		pieces[i].iov_base = text + i * each;
		pieces[i].iov_len = (size_t)(i == count - 1 ? length - i * each : each);
		messages[i].msg_hdr.msg_iov = &pieces[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	if (sendmmsg(fd, messages, (unsigned)count, 0) != count)
		return 1;
	return read_out(fd);
}

static int receive_messages(int count)
{
	static struct mmsghdr messages[MESSAGES_MAX];
	static struct iovec pieces[MESSAGES_MAX];
	static char text[MESSAGES_MAX][16];
	const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), fd, all = 0;

	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 5) ||
	    getsockname(listener, (struct sockaddr *)&address, &size))
		return 1;
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	fd = accept(listener, NULL, NULL);
	usleep(200000); /* all has arrived: one call takes many messages */
	for (;;) {
		for (int i = 0; i < count; i++) {
			pieces[i].iov_base = text[i];
			pieces[i].iov_len = sizeof(text[i]);
			messages[i].msg_hdr.msg_iov = &pieces[i];
			messages[i].msg_hdr.msg_iovlen = 1;
		}
		int got = recvmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT, NULL);

		if (got <= 0)
			break;
		all += got;
	}
	if (all < 2 || write(fd, answer, sizeof(answer) - 1) < 0)
		return 1;
	return 0;
}

/* The memory is below 4 GiB, where such a call can address it. */
static int send_compat(const char *port)
{
	const char text[] = "GET /compat HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	int fd = reach(port);
	long result = 4; /* write */

	if (low == MAP_FAILED)
		return 1;
	memcpy(low, text, sizeof(text));
	__asm__ volatile("int $0x80" : "+a"(result) : "b"((long)fd), "c"(low), "d"((long)sizeof(text) - 1) : "memory", "r8", "r9", "r10", "r11");
	if ((int)result != (int)sizeof(text) - 1)
		return 1;
	return read_out(fd);
}

static int send_packets(void)
{
	char packet[100] = "GET / HTTP/1.1\r\n";
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) < 0)
		return 1;
	return write(pair[0], packet, sizeof(packet)) != sizeof(packet) || read(pair[1], packet, sizeof(packet)) != sizeof(packet);
}

static int read_late(const char *port)
{
	const char text[] = "GET /late HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	int fd = reach(port);

	if (write(fd, text, sizeof(text) - 1) < 0 || shutdown(fd, SHUT_WR))
		return 1;
	sleep(4);
	return read_out(fd);
}

static int send_large(const char *port, size_t bytes)
{
	char *text = malloc(bytes + 200);
	int fd = reach(port), head;

	head = sprintf(text, "POST /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", bytes);
	for (size_t i = 0; i < bytes; i++)
		text[(size_t)head + i] = (char)('a' + i % 26);
	if (write(fd, text, (size_t)head + bytes) != (ssize_t)((size_t)head + bytes))
		return 1;
	return read_out(fd);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (!strcmp(what, "sendmmsg") && argc == 4 && atoi(argv[3]) <= MESSAGES_MAX)
		return send_messages(argv[2], atoi(argv[3]));
	if (!strcmp(what, "recvmmsg") && argc == 3 && atoi(argv[2]) <= MESSAGES_MAX)
		return receive_messages(atoi(argv[2]));
	if (!strcmp(what, "compat") && argc == 3)
		return send_compat(argv[2]);
	if (!strcmp(what, "packets"))
		return send_packets();
	if (!strcmp(what, "late") && argc == 3)
		return read_late(argv[2]);
	if (!strcmp(what, "large") && argc == 4)
		return send_large(argv[2], strtoull(argv[3], NULL, 10));
	fprintf(stderr, "usage: calls_peer sendmmsg|recvmmsg|compat|packets|late|large ...\n");
	return 2;
}
