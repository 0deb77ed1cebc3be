/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls functions whose operands are in unusual places, each once for each byte that it reads. */
#include <stddef.h>
#include <string.h>
#include <unistd.h>

struct object {
	const char *pending; /* at 0 */
};

/* (object, buffer, length, most, type, limit): at the label the buffer and the length are on the stack, "most" is in r10, the object in rax. */
long held_write(struct object *object, const char *buffer, size_t length, size_t most, long type, long limit);
asm(".text\n"
    ".globl held_write, held_site\n"
    ".type held_write, @function\n"
    "held_write:\n"
    "	mov %rdi, %rax\n"
    "	mov %rcx, %r10\n"
    "	push %rdx\n"
    "	push %rsi\n"
    "	xor %edi, %edi\n"
    "	xor %esi, %esi\n"
    "	cmp %r8, %r9\n"
    "held_site:\n"
    "	jbe 1f\n"
    "1:	pop %rsi\n"
    "	pop %rdx\n"
    "	ret\n");

/* Copies without moving on: its caller does that. */
__attribute__((noinline)) long peeking_read(struct object *object, char *buffer, size_t length)
{
	memcpy(buffer, object->pending, length);
	asm volatile("" ::: "rbx", "memory");
	return (long)length;
}

/* Flag 2 is a peek. */
__attribute__((noinline)) long flagged_read(struct object *object, char *buffer, size_t length, int flags)
{
	memcpy(buffer, object->pending, length);
	asm volatile("" ::"r"(flags) : "rbx", "memory");
	return (long)length;
}

int main(void)
{
	static struct object writing, reading = {"onetwothree"}, flagged = {"flags"};
	/* On the stack: a constant's page is not in memory before it is read, and a probe cannot fetch it. */
	char command, buffer[16], cut[] = "cut short", whole[] = "whole";

	while (read(0, &command, 1) == 1) {
		held_write(&writing, cut, 9, 3, 23, 24);
		held_write(&writing, whole, 5, 100, 23, 24);
		held_write(&writing, cut, 9, 100, 22, 24);
		held_write(&writing, whole, 5, 100, 23, 23);

		peeking_read(&reading, buffer, 1);
		peeking_read(&reading, buffer, 3);
		reading.pending += 3;
		peeking_read(&reading, buffer, 3);
		reading.pending += 3;
		peeking_read(&reading, buffer, 5);

		flagged_read(&flagged, buffer, 5, 2);
		flagged_read(&flagged, buffer, 5, 0);
		if (write(1, "done", 4) != 4)
			return 1;
	}
	return 0;
}
