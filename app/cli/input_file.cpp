// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/input_file.h"

#include "app/base/nameless_file.h"
#include "app/capture/capture_file.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace cli {

namespace {

int copyAll(int from, int to)
{
    std::array<char, 65536> piece;
    for (;;) {
        const ssize_t count = read(from, piece.data(), piece.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : 0;
        for (ssize_t done = 0; done < count;) {
            const ssize_t written = write(to, piece.data() + done, size_t(count - done));
            if (written < 0 && errno != EINTR)
                return errno;
            done += written > 0 ? written : 0;
        }
    }
}

} // namespace

std::expected<InputFile, int> openInput(const std::string &name)
{
    if (name != "-" && name != "/dev/stdin")
        return InputFile{{}, name};
    auto file = base::namelessFile();
    if (!file)
        return std::unexpected(file.error());
    if (const int error = copyAll(STDIN_FILENO, file->get()))
        return std::unexpected(error);
    std::string path = "/proc/self/fd/" + std::to_string(file->get());
    return InputFile{std::move(*file), std::move(path)};
}

bool looksLikeCapture(const InputFile &input)
{
    std::array<std::byte, capture::fileHeadSize> head;
    const base::FileDescriptor file(open(input.path.c_str(), O_RDONLY | O_CLOEXEC));
    return file.isValid() && pread(file.get(), head.data(), head.size(), 0) == ssize_t(head.size()) && capture::checkFileHead(head).has_value();
}

} // namespace cli
