/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kernel_read.h - fields of kernel structures needed for each call.  Since 6.2 they are
 * read by plain loads, which the verifier makes safe: a nanosecond, compared with twenty
 * for bpf_probe_read_kernel.
 */
#ifndef CLEARTAP_KERNEL_READ_H
#define CLEARTAP_KERNEL_READ_H

#include "bpf/kernel_types.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#ifdef KERNEL_PLAIN_LOADS /* only in one source file per object: libbpf cannot link a kernel function named in two */

/* A read-only pointer of the given type (kernel commit fd264ca02094). */
extern void *bpf_rdonly_cast(const void *pointer, __u32 type) __weak __ksym;

#ifdef EMIT_WITH_LOOP
#define KERNEL_HAS_CAST (bpf_rdonly_cast != 0)
#else /* the build for kernels without it: on 5.10 and 6.1 the existence check found no call at all */
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

/*
 * The address stored at a location, as a number, since functions that the verifier checks separately take no kernel
 * pointers.  Read as the first member of a structure that every kernel has.
 */
#define KERNEL_READ_ADDRESS(place) (u64)KERNEL_READ(struct timespec64, place, tv_sec)

#endif
