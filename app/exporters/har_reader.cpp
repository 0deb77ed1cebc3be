// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_reader.h"

#include "app/exporters/har_import.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace exporters {

namespace {

using nlohmann::json;

// Walks the file and builds one entry at a time: the document as a whole is never in memory. The
// library's parser does not recurse, and neither does this.
class EntryWalker : public json::json_sax_t
{
public:
    EntryWalker(HarImport &import, const HarLimits &limits)
        : m_import(import)
        , m_limits(limits)
    {
    }

    bool null() override { return value(nullptr); }
    bool boolean(bool v) override { return value(v); }
    bool number_integer(number_integer_t v) override { return value(v); }
    bool number_unsigned(number_unsigned_t v) override { return value(v); }
    bool number_float(number_float_t v, const string_t &) override { return value(v); }
    bool binary(binary_t &) override { return true; }
    bool string(string_t &v) override
    {
        if (m_open.empty() && m_depth == 2 && m_inLog && m_key == "comment")
            m_import.setComment(v);
        return value(std::move(v));
    }
    bool key(string_t &name) override
    {
        m_key = std::move(name);
        return true;
    }
    bool start_object(size_t) override { return open(json::object()); }
    bool start_array(size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(size_t position, const std::string &, const nlohmann::detail::exception &) override
    {
        m_position = position;
        return false;
    }

    bool foundEntries() const { return m_foundEntries; }
    bool tooLarge() const { return m_tooLarge; }
    size_t position() const { return m_position; }

private:
    using Add = bool (HarImport::*)(json &);
    // For each list of a log whose members are read.
    static Add addTo(std::string_view list)
    {
        return list == "entries"       ? &HarImport::add
            : list == "_queries"       ? &HarImport::addQuery
            : list == "_channels"      ? &HarImport::addChannel
            : list == "_conversations" ? &HarImport::addConversation
            : list == "_connections"   ? &HarImport::addConnection
                                       : nullptr;
    }
    // Where a value goes within the entry that is being built.
    json *place(json &&v)
    {
        json &parent = *m_open.back();
        if (parent.is_array()) {
            parent.push_back(std::move(v));
            return &parent.back();
        }
        json &target = parent[m_key];
        target = std::move(v);
        return &target;
    }
    bool value(json &&v)
    {
        if (!m_open.empty())
            place(std::move(v));
        return true;
    }
    bool open(json &&container)
    {
        ++m_depth;
        if (!m_open.empty()) {
            m_tooLarge = m_open.size() >= m_limits.depthMax;
            if (m_tooLarge)
                return false;
            m_open.push_back(place(std::move(container)));
            return true;
        }
        if (m_depth == 2)
            m_inLog = m_key == "log";
        const bool list = m_depth == 3 && m_inLog && container.is_array();
        if (list && addTo(m_key)) {
            m_add = addTo(m_key);
            m_foundEntries = m_foundEntries || m_key == "entries";
        } else if (m_depth == 4 && m_add && container.is_object()) {
            m_tooLarge = m_import.entries() >= m_limits.entriesMax;
            if (m_tooLarge)
                return false;
            m_entry = std::move(container);
            m_open.push_back(&m_entry);
        }
        return true;
    }
    bool close()
    {
        --m_depth;
        if (!m_open.empty()) {
            m_open.pop_back();
            if (m_open.empty() && !(m_import.*m_add)(m_entry))
                m_import.skip();
        } else if (m_depth == 2) {
            m_add = nullptr;
        } else if (m_depth == 1) {
            m_inLog = false;
        }
        return true;
    }

    HarImport &m_import;
    const HarLimits m_limits;
    json m_entry;
    std::vector<json *> m_open;
    std::string m_key;
    uint64_t m_depth = 0;
    Add m_add = nullptr;   // of the list that is being read
    bool m_inLog = false, m_foundEntries = false, m_tooLarge = false;
    size_t m_position = 0;
};

template <typename Input>
std::expected<HarFile, HarReadError> walk(Input &&input, const HarLimits &limits)
{
    HarImport import;
    EntryWalker walker(import, limits);
    const bool whole = json::sax_parse(std::forward<Input>(input), &walker);
    if (walker.tooLarge())
        return std::unexpected(HarReadError{HarError::TooLarge, 0, walker.position()});
    if (!whole)
        return std::unexpected(HarReadError{HarError::NotJson, 0, walker.position()});
    if (!walker.foundEntries())
        return std::unexpected(HarReadError{HarError::NotHar, 0, 0});
    return import.take();
}

} // namespace

std::expected<HarFile, HarReadError> readHar(const std::string &path, const HarLimits &limits)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "re"), std::fclose);
    if (!file)
        return std::unexpected(HarReadError{HarError::File, errno, 0});
    struct stat found {};
    if (fstat(fileno(file.get()), &found) != 0)
        return std::unexpected(HarReadError{HarError::File, errno, 0});
    if (S_ISDIR(found.st_mode))
        return std::unexpected(HarReadError{HarError::File, EISDIR, 0});
    if (uint64_t(found.st_size) > limits.fileMax)
        return std::unexpected(HarReadError{HarError::TooLarge, 0, 0});
    return walk(file.get(), limits);
}

std::expected<HarFile, HarReadError> parseHar(std::string_view text, const HarLimits &limits)
{
    if (text.size() > limits.fileMax)
        return std::unexpected(HarReadError{HarError::TooLarge, 0, 0});
    return walk(text, limits);
}

} // namespace exporters
