/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * BoringSSL's ssl_log_secret(object, label, secret, length), without symbols of its own, and three callers with labels.
 * -DNO_COUNT, -DTWO_PLACES, -DSPILLED: how it is unlike that.
 */
	.section .rodata
client:	.asciz "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
server:	.asciz "SERVER_TRAFFIC_SECRET_0"
master:	.asciz "CLIENT_RANDOM"

	.text
	.p2align 4
logger:
	push %rbp
	push %r14
	push %r13
	push %r12
	push %rbx
	mov 0x68(%rdi), %rax
	cmpq $0, 0x268(%rax)
	je 4f
	mov %rcx, %r14
	mov %rdx, %r12
	mov %rdi, %rbx
	mov %rsi, %rdi
	call strlen@plt
	mov 0x30(%rbx), %r13
#ifdef SPILLED
	push %r13
	call strlen@plt
	pop %r13
	mov %rax, %r13
#else
	mov %r12, %rdi
	call strlen@plt
#endif
	xor %eax, %eax
	jmp 2f
1:	mov %cl, (%r12)
	inc %r12
	inc %rax
#ifndef NO_COUNT
	cmp $0x20, %rax
#else
	cmp %r14, %rax
#endif
	je 4f
2:	movzbl 0x30(%r13,%rax,1), %ecx
#ifdef TWO_PLACES
	movzbl 0x50(%r13,%rax,1), %edx
#endif
	cmp $0xa0, %cl
	jb 1b
	jmp 1b
4:	pop %rbx
	pop %r12
	pop %r13
	pop %r14
	pop %rbp
	ret
	int3

	.macro caller label
	.p2align 4
	sub $8, %rsp
	lea \label(%rip), %rsi
	mov %r8, %rdx
	mov %r9, %rcx
	call logger
	add $8, %rsp
	ret
	int3
	.endm

	.globl begin
	.type begin, @function
begin:
	caller client
	caller server
	caller master
	.section .note.GNU-stack,"",@progbits
