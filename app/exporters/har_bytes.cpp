// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include <sys/stat.h>

namespace exporters {

namespace {

// Little-endian, like everything in zip.
uint64_t little(std::span<const std::byte> bytes, size_t at, size_t width)
{
    uint64_t value = 0;
    for (size_t i = width; i-- > 0;)
        value = value << 8 | uint64_t(bytes[at + i]);
    return value;
}

std::vector<std::byte> readAt(HarBytes &bytes, uint64_t position, size_t count)
{
    std::vector<std::byte> read(count);
    read.resize(bytes.seek(position) ? bytes.read(read) : 0);
    return read;
}

constexpr size_t endSize = 22, commentMax = 65'535, centralSize = 46, localSize = 30, directoryMax = 16 << 20;

// The central directory.
std::vector<std::byte> directoryOf(HarBytes &bytes)
{
    const size_t tailSize = size_t(std::min<uint64_t>(bytes.size(), endSize + commentMax));
    const auto tail = readAt(bytes, bytes.size() - tailSize, tailSize);
    for (size_t at = tail.size() < endSize ? 0 : tail.size() - endSize + 1; at-- > 0;) {
        if (little(tail, at, 4) != 0x06054b50)
            continue;
        const uint64_t size = little(tail, at + 12, 4), position = little(tail, at + 16, 4);
        return size <= directoryMax ? readAt(bytes, position, size_t(size)) : std::vector<std::byte>();
    }
    return {};
}

} // namespace

FileBytes::FileBytes(const char *path)
    : m_file(std::fopen(path, "re"), [](std::FILE *file) { return file ? std::fclose(file) : 0; })
{
    struct stat found {};
    if (!m_file || fstat(fileno(m_file.get()), &found) != 0)
        m_error = errno;
    else if (S_ISDIR(found.st_mode))
        m_error = EISDIR;
    else
        m_size = uint64_t(found.st_size);
}

size_t FileBytes::read(std::span<std::byte> room)
{
    const size_t count = std::fread(room.data(), 1, room.size(), m_file.get());
    if (count < room.size() && std::ferror(m_file.get()))
        m_error = errno ? errno : EIO;
    return count;
}

bool FileBytes::seek(uint64_t position)
{
    return fseeko(m_file.get(), off_t(position), SEEK_SET) == 0;
}

size_t TextBytes::read(std::span<std::byte> room)
{
    const size_t count = std::min(room.size(), m_text.size() - m_at);
    if (count > 0)
        std::memcpy(room.data(), m_text.data() + m_at, count);
    m_at += count;
    return count;
}

bool TextBytes::seek(uint64_t position)
{
    m_at = size_t(std::min<uint64_t>(position, m_text.size()));
    return position <= m_text.size();
}

std::optional<ZipMember> firstZipMember(HarBytes &bytes)
{
    const auto directory = directoryOf(bytes);
    std::optional<ZipMember> first;
    for (size_t at = 0; at + centralSize <= directory.size() && little(directory, at, 4) == 0x02014b50;) {
        const uint64_t flags = little(directory, at + 8, 2), method = little(directory, at + 10, 2);
        const size_t nameSize = size_t(little(directory, at + 28, 2));
        const size_t next = at + centralSize + nameSize + size_t(little(directory, at + 30, 2) + little(directory, at + 32, 2));
        if (at + centralSize + nameSize > directory.size())
            break;
        const std::string_view name(reinterpret_cast<const char *>(directory.data() + at + centralSize), nameSize);
        const bool encrypted = flags & 1, har = name.ends_with(".har");
        if (!encrypted && (method == 0 || method == 8) && !name.ends_with('/') && !name.starts_with("__MACOSX/") && (har || !first)) {
            const auto local = readAt(bytes, little(directory, at + 42, 4), localSize);
            if (local.size() == localSize && little(local, 0, 4) == 0x04034b50) {
                const uint64_t begin = little(directory, at + 42, 4) + localSize + little(local, 26, 2) + little(local, 28, 2);
                first = ZipMember{begin, little(directory, at + 20, 4), method == 8};
            }
            if (har && first)
                break;
        }
        at = next;
    }
    return first;
}

} // namespace exporters
