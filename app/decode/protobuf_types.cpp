// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_types.h"

#include "app/decode/protobuf_json.h"
#include "app/decode/protobuf_pool.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace decode {

namespace {

namespace fs = std::filesystem;

constexpr size_t filesMax = 20'000;               // in one folder
constexpr size_t messageMax = 256 << 20;
constexpr uintmax_t setBytesMax = 64 << 20;
constexpr int levelsMax = 12;                     // upwards, to search for import roots

// Adds a folder and its parents, nearest first.
void addUpwards(fs::path folder, std::vector<std::string> &roots)
{
    for (int level = 0; level < levelsMax; ++level) {
        if (std::ranges::find(roots, folder.string()) == roots.end())
            roots.push_back(folder.string());
        if (!folder.has_relative_path())
            return;
        folder = folder.parent_path();
    }
}

} // namespace

ProtobufTypes::ProtobufTypes() { m_pools.push_back(std::make_unique<ProtobufPool>()); }
ProtobufTypes::~ProtobufTypes() = default;
ProtobufTypes::ProtobufTypes(ProtobufTypes &&) noexcept = default;
ProtobufTypes &ProtobufTypes::operator=(ProtobufTypes &&) noexcept = default;

ProtobufPool &ProtobufTypes::poolOf(const std::string &root)
{
    for (size_t i = 1; i < m_pools.size(); ++i)
        if (m_pools[i]->root() == root && !root.empty())
            return *m_pools[i];
    return *m_pools.emplace_back(std::make_unique<ProtobufPool>(root));
}

// Uses the first root from which all of the file's imports are found.
void ProtobufTypes::addFile(const std::string &path, const std::vector<std::string> &roots, std::vector<std::string> &problems)
{
    std::vector<std::string> nearest;
    for (const std::string &root : roots) {
        const std::string name = fs::path(path).lexically_relative(root).string();
        const size_t before = m_pools.size();
        ProtobufPool &pool = poolOf(root);
        (void)pool.takeProblems();
        if (pool.load(name)) {
            ++m_fileCount;
            return;
        }
        std::vector<std::string> found = pool.takeProblems();
        if (nearest.empty())
            nearest = std::move(found);
        if (m_pools.size() > before)
            m_pools.pop_back(); // it is empty
    }
    if (nearest.empty())
        nearest.push_back(path + ": it cannot be read");
    problems.insert(problems.end(), nearest.begin(), nearest.end());
}

void ProtobufTypes::addSet(const std::string &path, std::vector<std::string> &problems)
{
    std::error_code error;
    const bool small = fs::file_size(path, error) <= setBytesMax && !error;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    google::protobuf::FileDescriptorSet set;
    if (!small || !in || !(bytes << in.rdbuf()) || !set.ParsePartialFromString(bytes.str()) || set.file_size() == 0) {
        problems.push_back(path + ": neither a .proto file nor a set of descriptors (protoc --include_imports --descriptor_set_out=FILE)");
        return;
    }
    auto pool = std::make_unique<ProtobufPool>(set);
    for (const auto &file : set.file())
        m_fileCount += pool->load(file.name());
    for (std::string &problem : pool->takeProblems())
        problems.push_back(path + ": " + std::move(problem));
    m_pools.push_back(std::move(pool));
}

std::vector<std::string> ProtobufTypes::add(const std::string &given)
{
    std::vector<std::string> problems;
    std::error_code error;
    const fs::path path = fs::weakly_canonical(fs::absolute(given, error), error);
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
        problems.push_back(given + ": there is no such file or folder");
    } else if (fs::is_directory(status)) {
        std::vector<fs::path> files;
        fs::recursive_directory_iterator each(path, fs::directory_options::skip_permission_denied, error), last;
        for (; !error && each != last && files.size() < filesMax; each.increment(error))
            if (each->path().extension() == ".proto")
                files.push_back(each->path());
        std::ranges::sort(files);
        for (const fs::path &file : files) {
            std::vector<std::string> roots { path.string() };
            addUpwards(file.parent_path(), roots);
            addFile(file, roots, problems);
        }
        if (files.empty())
            problems.push_back(given + ": this folder contains no .proto file");
    } else if (path.extension() == ".proto") {
        std::vector<std::string> roots;
        addUpwards(path.parent_path(), roots);
        addFile(path, roots, problems);
    } else {
        addSet(path, problems);
    }
    return problems;
}

std::optional<ProtobufTypes::Method> ProtobufTypes::method(std::string_view name) const
{
    std::string dotted(name);
    std::ranges::replace(dotted, '/', '.');
    for (auto pool = m_pools.rbegin(); pool != m_pools.rend(); ++pool)
        if (const auto *found = (*pool)->types().FindMethodByName(dotted))
            return Method { std::string(found->input_type()->full_name()), std::string(found->output_type()->full_name()),
                            found->client_streaming(), found->server_streaming() };
    return std::nullopt;
}

std::unique_ptr<google::protobuf::Message> ProtobufTypes::newMessage(const std::string &type) const
{
    // The latest additions take precedence over earlier ones, and over the built-in types.
    for (auto pool = m_pools.rbegin(); pool != m_pools.rend(); ++pool)
        if (auto message = (*pool)->newMessage(type))
            return message;
    return nullptr;
}

bool ProtobufTypes::knows(std::string_view type) const { return newMessage(std::string(type)) != nullptr; }

std::optional<ProtobufTypes::Json> ProtobufTypes::json(std::string_view type, std::span<const std::byte> bytes,
                                                       const ProtobufLimits &limits) const
{
    const auto message = newMessage(std::string(type));
    if (!message)
        return std::nullopt;
    Json result;
    // For a message that does not fit, the library keeps values that were never sent.
    result.fits = bytes.size() <= messageMax && message->ParsePartialFromArray(bytes.data(), int(bytes.size()));
    if (!result.fits)
        return result;
    const FindMessage find = [this](const std::string &name) { return newMessage(name); };
    ProtobufJson json(find, limits);
    json.write(*message);
    result.whole = !json.full();
    result.text = std::move(json.text());
    return result;
}

ProtobufReading readMessage(const ProtobufTypes *types, std::string_view type, std::span<const std::byte> bytes, const ProtobufLimits &limits)
{
    ProtobufReading reading;
    if (types && !type.empty()) {
        auto json = types->json(type, bytes, limits);
        size_t read = bytes.size();
        if (json && !json->fits) {
            read = readProtobuf(bytes, limits).readTo;
            if (read > 0 && read < bytes.size())
                json = types->json(type, bytes.first(read), limits);
        }
        if (json && json->fits) {
            reading = { .text = std::move(json->text), .described = true, .whole = json->whole && read == bytes.size(), .note = {} };
            if (read < bytes.size())
                reading.note = "Only its first " + std::to_string(read) + " of " + std::to_string(bytes.size()) + " bytes are whole fields.";
            return reading;
        }
        reading.note = json ? "It does not fit " + std::string(type) + ", so it is shown without its definition."
                            : std::string(type) + " has no definition.";
    }
    ProtobufText text = describeProtobuf(bytes, limits);
    reading.text = std::move(text.text);
    reading.whole = text.whole;
    return reading;
}

} // namespace decode
