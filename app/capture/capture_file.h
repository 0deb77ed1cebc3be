// SPDX-License-Identifier: GPL-3.0-or-later
// The capture file: a head of 64 bytes, then frames as the helper sent them (PROTOCOL.md, "Capture file").
#pragma once

#include "app/base/body_source.h"
#include "app/base/created_file.h"
#include "app/base/file_descriptor.h"
#include "app/capture/source.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace capture {

inline constexpr size_t fileHeadSize = 64;
inline constexpr uint32_t fileVersion = 1;

// Appends frames. What was written whole stays readable, whatever fails later.
class CaptureFile
{
public:
    // As base::CreatedFile makes it; empty path: a file without a name in the user's cache directory. What is no
    // regular file (standard output, a pipe) gets a copy of one without a name, which bodies can be read from.
    static std::expected<CaptureFile, Error> create(const std::string &path);
    // Until then a file that had the path keeps it.
    std::expected<void, Error> putInPlace();

    // Whole frames. On an error (DiskFull, File) the file ends with the last frame before them.
    std::expected<void, Error> append(std::span<const std::byte> frames);
    int fd() const { return m_fd; }          // to read from; stays open while bodies() lives
    uint64_t size() const { return m_size; } // where the next frame will lie
    std::shared_ptr<const base::BodySource> bodies() const { return m_bodies; }

private:
    CaptureFile() = default;
    std::optional<base::CreatedFile> m_named;
    bool m_copied = false; // m_named gets a copy
    int m_fd = -1; // owned by m_bodies, which may live longer
    uint64_t m_size = 0;
    std::shared_ptr<const base::BodySource> m_bodies;
};

// Checks a head that was read. Errors: NotACapture, with the reason.
std::expected<void, Error> checkFileHead(std::span<const std::byte> head);

// Slices out of an open file; owns the descriptor.
std::shared_ptr<const base::BodySource> fileBodies(base::FileDescriptor file);

} // namespace capture
