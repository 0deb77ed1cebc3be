/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uring_peer - sends and receives over one loopback TCP connection with io_uring alone.
 *
 *   uring_peer BYTES
 *       The client's end sends BYTES bytes by one IORING_OP_SEND and receives twice as many
 *       by IORING_OP_RECV; the other end, in the same process, uses send() and recv().
 *       Prints the local port of the client.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct ring {
	int fd;
	unsigned *tail, *mask, *array, *head, *done_tail, *done_mask;
	struct io_uring_sqe *entries;
	struct io_uring_cqe *done;
};

static void require(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static void ring__open(struct ring *r)
{
	struct io_uring_params p = { 0 };
	char *queue;

	r->fd = (int)syscall(SYS_io_uring_setup, 4, &p);
	require(r->fd >= 0 && (p.features & IORING_FEAT_SINGLE_MMAP), "io_uring_setup");
	queue = mmap(NULL, p.cq_off.cqes + p.cq_entries * sizeof(*r->done) + p.sq_off.array + p.sq_entries * 4,
		     PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, r->fd, IORING_OFF_SQ_RING);
	r->entries = mmap(NULL, p.sq_entries * sizeof(*r->entries), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, r->fd,
			  IORING_OFF_SQES);
	require(queue != MAP_FAILED && (void *)r->entries != MAP_FAILED, "mmap");
	r->tail = (unsigned *)(queue + p.sq_off.tail);
	r->mask = (unsigned *)(queue + p.sq_off.ring_mask);
	r->array = (unsigned *)(queue + p.sq_off.array);
	r->head = (unsigned *)(queue + p.cq_off.head);
	r->done_tail = (unsigned *)(queue + p.cq_off.tail);
	r->done_mask = (unsigned *)(queue + p.cq_off.ring_mask);
	r->done = (struct io_uring_cqe *)(queue + p.cq_off.cqes);
}

static int ring__do(struct ring *r, int operation, int fd, void *bytes, unsigned length)
{
	unsigned tail = *r->tail, index = tail & *r->mask;
	int result;

	memset(&r->entries[index], 0, sizeof(r->entries[index]));
	r->entries[index].opcode = (__u8)operation;
	r->entries[index].fd = fd;
	r->entries[index].addr = (unsigned long)bytes;
	r->entries[index].len = length;
	r->array[index] = index;
	__atomic_store_n(r->tail, tail + 1, __ATOMIC_RELEASE);
	require(syscall(SYS_io_uring_enter, r->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) == 1, "io_uring_enter");
	require(*r->head != __atomic_load_n(r->done_tail, __ATOMIC_ACQUIRE), "completion");
	result = r->done[*r->head & *r->done_mask].res;
	__atomic_store_n(r->head, *r->head + 1, __ATOMIC_RELEASE);
	return result;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int length = argc == 2 ? atoi(argv[1]) : 0, listener = socket(AF_INET, SOCK_STREAM, 0), client, other, got;
	char *bytes = calloc(2, (size_t)length + 1);
	struct ring ring;

	require(length > 0 && length <= 65536, "usage: uring_peer BYTES");
	require(bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 1) == 0 &&
			getsockname(listener, (struct sockaddr *)&address, &size) == 0, "listen");
	client = socket(AF_INET, SOCK_STREAM, 0);
	require(connect(client, (struct sockaddr *)&address, size) == 0, "connect");
	other = accept(listener, NULL, NULL);
	ring__open(&ring);
	require(ring__do(&ring, IORING_OP_SEND, client, bytes, (unsigned)length) == length, "IORING_OP_SEND");
	require(recv(other, bytes, (size_t)length, MSG_WAITALL) == length, "recv");
	require(send(other, bytes, 2 * (size_t)length, 0) == 2 * length, "send");
	for (int left = 2 * length; left > 0; left -= got) {
		got = ring__do(&ring, IORING_OP_RECV, client, bytes, (unsigned)left);
		require(got > 0, "IORING_OP_RECV");
	}
	getsockname(client, (struct sockaddr *)&address, &size);
	printf("%u\n", ntohs(address.sin_port));
	return 0;
}
