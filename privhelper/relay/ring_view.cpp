// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/ring_view.h"

#include <bit>
#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

namespace relay {

static_assert(std::atomic<uint64_t>::is_always_lock_free && sizeof(std::atomic<uint64_t>) == 8);

std::expected<RingMemory, int> mapRing(int fd, size_t size)
{
    const auto page = size_t(sysconf(_SC_PAGESIZE));
    if (!std::has_single_bit(size) || size < page || size > (size_t(1) << 30))
        return std::unexpected(EINVAL);
    // Page 0 belongs to the consumer and is the only writable one; page 1 belongs to the producer.
    void *consumer = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (consumer == MAP_FAILED)
        return std::unexpected(errno);
    void *producer = mmap(nullptr, page + 2 * size, PROT_READ, MAP_SHARED, fd, off_t(page));
    if (producer == MAP_FAILED) {
        const int error = errno;
        munmap(consumer, page);
        return std::unexpected(error);
    }
    // Keeps captured payload out of core dumps.
    madvise(producer, page + 2 * size, MADV_DONTDUMP);
    return RingMemory{static_cast<std::atomic<uint64_t> *>(consumer),
                      static_cast<const std::atomic<uint64_t> *>(producer),
                      static_cast<const std::byte *>(producer) + page, size};
}

} // namespace relay
