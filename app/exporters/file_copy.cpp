// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/file_copy.h"

#include "app/exporters/output_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ui {

namespace {

constexpr size_t pieceSize = size_t(1) << 20;

struct Descriptor {
    int fd;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

} // namespace

std::expected<void, int> copyCapture(const std::string &from, const std::string &to)
{
    const Descriptor source { ::open(from.c_str(), O_RDONLY | O_CLOEXEC) };
    struct stat status {};
    if (source.fd < 0 || ::fstat(source.fd, &status) != 0)
        return std::unexpected(errno);
    auto target = exporters::OutputFile::create(to);
    if (!target)
        return std::unexpected(target.error());
    std::vector<char> piece(pieceSize);
    for (uint64_t left = uint64_t(status.st_size); left > 0;) {
        const ssize_t got = ::read(source.fd, piece.data(), size_t(std::min<uint64_t>(left, piece.size())));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::unexpected(errno);
        if (got == 0)
            break;
        target->write(std::string_view(piece.data(), size_t(got)));
        if (target->error())
            return std::unexpected(target->error());
        left -= uint64_t(got);
    }
    return target->commit();
}

} // namespace ui
