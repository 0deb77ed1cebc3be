// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of an imported file, read sequentially or from memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace exporters {

class HarBytes
{
public:
    virtual ~HarBytes() = default;
    // Returns how many bytes were read; fewer than requested only at the end or after an error.
    virtual size_t read(std::span<std::byte>) = 0;
    // Position from the beginning. False if the file is not seekable.
    virtual bool seek(uint64_t position) = 0;
    virtual uint64_t size() const = 0;
    virtual int error() const { return 0; } // errno
};

class FileBytes final : public HarBytes
{
public:
    explicit FileBytes(const char *path);
    size_t read(std::span<std::byte>) override;
    bool seek(uint64_t position) override;
    uint64_t size() const override { return m_size; }
    int error() const override { return m_error; }

private:
    std::unique_ptr<std::FILE, int (*)(std::FILE *)> m_file;
    uint64_t m_size = 0;
    int m_error = 0;
};

class TextBytes final : public HarBytes
{
public:
    explicit TextBytes(std::string_view text)
        : m_text(text)
    {
    }
    size_t read(std::span<std::byte>) override;
    bool seek(uint64_t position) override;
    uint64_t size() const override { return m_text.size(); }

private:
    std::string_view m_text;
    size_t m_at = 0;
};

// The location of the first file in a zip archive (not a folder), preferring names that end in ".har" (PKWARE
// APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16).
struct ZipMember {
    uint64_t position = 0, size = 0;
    bool deflated = false;
};
// nullopt: not an archive, or not readable (encrypted, or compressed other than by deflate).
std::optional<ZipMember> firstZipMember(HarBytes &);

} // namespace exporters
