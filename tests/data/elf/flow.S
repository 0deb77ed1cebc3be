/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small functions for the tests of what a function passes on; each ends in a call or jump of `callee`. */
	.text
	.macro function name
	.globl \name
	.type \name, @function
\name:
	.endm
	.macro end name
	.size \name, . - \name
	.endm

function callee
	push %rbx
	pop %rbx
	ret
end callee

function straight
	endbr64
	sub $24, %rsp
	movslq %edx, %rdx
	lea 8(%rsp), %rcx
	call callee
	add $24, %rsp
	ret
end straight

function spilled
	push %rbp
	mov %rsp, %rbp
	sub $64, %rsp
	mov %rdi, -8(%rbp)
	mov %rsi, -16(%rbp)
	mov %edx, -20(%rbp)
	xor %edi, %edi
	xor %esi, %esi
	mov -20(%rbp), %eax
	cltq
	mov %rax, %rdx
	mov -16(%rbp), %rsi
	mov -8(%rbp), %rdi
	lea -32(%rbp), %rcx
	call callee
	leave
	ret
end spilled

function from_caller
	push %rbp
	mov %rsp, %rbp
	sub $32, %rsp
	mov 24(%rbp), %rbx
	lea 8(%rsp), %rdi
	call other
	mov %rbx, %rdi
	mov 48(%rsp), %rsi
	call callee
	leave
	ret
end from_caller

function from_caller_by_address
	sub $24, %rsp
	lea 32(%rsp), %rdi
	call other
	mov 32(%rsp), %rdi
	call callee
	add $24, %rsp
	ret
end from_caller_by_address

function pushed
	push $32
	pop %rdi
	jmp callee
end pushed

function overwritten_slot
	sub $24, %rsp
	mov %rdi, 8(%rsp)
	movl $0, 12(%rsp)
	mov 8(%rsp), %rdi
	call callee
	add $24, %rsp
	ret
end overwritten_slot

function after_call
	push %rbx
	mov %rdi, %rbx
	call other
	mov %rbx, %rdi
	call callee
	pop %rbx
	ret
end after_call

function merged
	test %edx, %edx
	je 1f
	mov %rsi, %rdi
1:	jmp callee
end merged

function looped
1:	lea 1(%rsi), %rsi
	dec %edx
	jne 1b
	jmp callee
end looped

function jump_table
	lea table(%rip), %rax
	movslq (%rax,%rdi,4), %rcx
	add %rcx, %rax
	sub $8, %rsp
	jmp *%rax
end jump_table

function conditional
	test %rdi, %rdi
	jne callee
	ret
end conditional

function fast_path
	movb $1, 8(%rdi)
	cmpb $0, (%rdi)
	je callee
	movb $1, (%rsi)
	mov $1, %eax
	ret
end fast_path

function other
	ret
end other

	.section .rodata
table:	.long callee - table
	.section .note.GNU-stack, "", @progbits
