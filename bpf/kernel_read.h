/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kernel_read.h - fields of kernel structures on the way of each call.  From 6.2 they
 * are read by plain loads, which the verifier makes safe: a nanosecond, where
 * bpf_probe_read_kernel takes twenty.
 */
#ifndef CLEARTAP_KERNEL_READ_H
#define CLEARTAP_KERNEL_READ_H

#include "bpf/kernel_types.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#ifdef KERNEL_PLAIN_LOADS /* in one source of an object alone: libbpf cannot link a function of the kernel that two name */

/* A read-only pointer of the type given (kernel commit fd264ca02094). */
extern void *bpf_rdonly_cast(const void *pointer, __u32 type) __weak __ksym;

#ifdef EMIT_WITH_LOOP
#define KERNEL_HAS_CAST (bpf_rdonly_cast != 0)
#else /* the build for kernels without it: on 5.10 and 6.1 the check saw no call at all */
#define KERNEL_HAS_CAST 0
#endif
#define KERNEL_CAST(type, pointer) \
	((type *)bpf_rdonly_cast((const void *)(pointer), bpf_core_type_id_kernel(type)))

#define KERNEL_READ(type, pointer, field)                                    \
	({                                                                   \
		typeof(((type *)0)->field) read_;                            \
                                                                             \
		if (KERNEL_HAS_CAST)                                         \
			read_ = KERNEL_CAST(type, pointer)->field;           \
		else                                                         \
			read_ = BPF_CORE_READ((type *)(pointer), field);     \
		read_;                                                       \
	})

#else
#define KERNEL_READ(type, pointer, field) BPF_CORE_READ((type *)(pointer), field)
#endif

/* A pointer that lies in an array; as the first member of a structure that the kernel surely has. */
#define KERNEL_READ_WORD(pointer) (u64)KERNEL_READ(struct list_head, pointer, next)

#endif
