// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_pool.h"

#include "app/decode/protobuf_status.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/common.h>

#include <cstring>
#include <utility>

namespace decode {

namespace {

using namespace google::protobuf;

// google.protobuf.* from the library, google.rpc.* from above.
class BuiltIn
{
public:
    BuiltIn() : m_library(*DescriptorPool::generated_pool()), m_all(&m_own, &m_library)
    {
        add("google/rpc/status.proto", statusProto);
        add("google/rpc/error_details.proto", errorDetailsProto);
    }
    DescriptorDatabase *database() { return &m_all; }

private:
    void add(const char *name, const char *text)
    {
        struct Silent final : io::ErrorCollector {
            void AddError(int, io::ColumnNumber, const std::string &) override { }
        } silent;
        io::ArrayInputStream stream(text, int(strlen(text)));
        io::Tokenizer tokens(&stream, &silent);
        FileDescriptorProto file;
        if (compiler::Parser().Parse(&tokens, &file)) {
            file.set_name(name);
            m_own.Add(file);
        }
    }

    SimpleDescriptorDatabase m_own;
    DescriptorPoolDatabase m_library;
    MergedDescriptorDatabase m_all;
};

DescriptorDatabase *builtIn()
{
    static BuiltIn all;
    // Otherwise the library would print errors about malformed messages to standard error.
    [[maybe_unused]] static const auto before = SetLogHandler(nullptr);
    return all.database();
}

// A separate database for each pool: they cache lookups.
class BuiltInView final : public DescriptorDatabase
{
public:
    bool FindFileByName(const std::string &name, FileDescriptorProto *out) override { return builtIn()->FindFileByName(name, out); }
    bool FindFileContainingSymbol(const std::string &symbol, FileDescriptorProto *out) override
    {
        return builtIn()->FindFileContainingSymbol(symbol, out);
    }
    bool FindFileContainingExtension(const std::string &, int, FileDescriptorProto *) override { return false; }
};

// The user's files first, then the built-in ones.
class SetThenBuiltIn final : public DescriptorDatabase
{
public:
    explicit SetThenBuiltIn(SimpleDescriptorDatabase &set) : m_set(set) { }
    bool FindFileByName(const std::string &name, FileDescriptorProto *out) override
    {
        return m_set.FindFileByName(name, out) || m_builtIn.FindFileByName(name, out);
    }
    bool FindFileContainingSymbol(const std::string &symbol, FileDescriptorProto *out) override
    {
        return m_set.FindFileContainingSymbol(symbol, out);
    }
    bool FindFileContainingExtension(const std::string &type, int number, FileDescriptorProto *out) override
    {
        return m_set.FindFileContainingExtension(type, number, out);
    }

private:
    SimpleDescriptorDatabase &m_set;
    BuiltInView m_builtIn;
};

// Files on disk first; imports not found there may be built in.
class FilesThenBuiltIn final : public DescriptorDatabase
{
public:
    FilesThenBuiltIn(compiler::DiskSourceTree &tree, compiler::MultiFileErrorCollector &errors) : m_files(&tree, &m_builtIn)
    {
        m_files.RecordErrorsTo(&errors);
    }
    DescriptorPool::ErrorCollector *validation() { return m_files.GetValidationErrorCollector(); }
    bool FindFileByName(const std::string &name, FileDescriptorProto *out) override { return m_files.FindFileByName(name, out); }
    bool FindFileContainingSymbol(const std::string &, FileDescriptorProto *) override { return false; }
    bool FindFileContainingExtension(const std::string &, int, FileDescriptorProto *) override { return false; }

private:
    BuiltInView m_builtIn;
    compiler::SourceTreeDescriptorDatabase m_files;
};

} // namespace

class ProtobufPool::FileErrors final : public compiler::MultiFileErrorCollector
{
public:
    FileErrors(std::string root, std::vector<std::string> &out) : m_root(std::move(root)), m_out(out) { }
    void AddError(const std::string &file, int line, int, const std::string &words) override
    {
        m_out.push_back(m_root + "/" + file + (line < 0 ? "" : ":" + std::to_string(line + 1)) + ": " + words);
    }

private:
    const std::string m_root;
    std::vector<std::string> &m_out;
};

class ProtobufPool::SetErrors final : public DescriptorPool::ErrorCollector
{
public:
    explicit SetErrors(std::vector<std::string> &out) : m_out(out) { }
    void AddError(const std::string &file, const std::string &element, const Message *, ErrorLocation, const std::string &words) override
    {
        m_out.push_back(file + ": " + (element.empty() || element == file ? "" : element + ": ") + words);
    }

private:
    std::vector<std::string> &m_out;
};

ProtobufPool::ProtobufPool() : m_pool(std::make_unique<DescriptorPool>(builtIn())), m_factory(std::make_unique<DynamicMessageFactory>(m_pool.get()))
{
}

ProtobufPool::ProtobufPool(std::string root) : m_root(std::move(root))
{
    m_tree = std::make_unique<compiler::DiskSourceTree>();
    m_tree->MapPath("", m_root.empty() ? "/" : m_root);
    m_tree->MapPath("", "/usr/include");
    m_fileErrors = std::make_shared<FileErrors>(m_root, m_problems);
    auto database = std::make_unique<FilesThenBuiltIn>(*m_tree, *m_fileErrors);
    m_pool = std::make_unique<DescriptorPool>(database.get(), database->validation());
    m_pool->EnforceWeakDependencies(true);
    m_database = std::move(database);
    m_factory = std::make_unique<DynamicMessageFactory>(m_pool.get());
}

ProtobufPool::ProtobufPool(const FileDescriptorSet &set)
{
    for (const FileDescriptorProto &file : set.file())
        m_set.Add(file);
    m_setErrors = std::make_shared<SetErrors>(m_problems);
    m_database = std::make_unique<SetThenBuiltIn>(m_set);
    m_pool = std::make_unique<DescriptorPool>(m_database.get(), m_setErrors.get());
    m_factory = std::make_unique<DynamicMessageFactory>(m_pool.get());
}

bool ProtobufPool::load(const std::string &name) { return m_pool->FindFileByName(name) != nullptr; }

std::vector<std::string> ProtobufPool::takeProblems() { return std::exchange(m_problems, {}); }

std::unique_ptr<Message> ProtobufPool::newMessage(const std::string &type)
{
    const Descriptor *descriptor = m_pool->FindMessageTypeByName(type);
    const Message *prototype = descriptor ? m_factory->GetPrototype(descriptor) : nullptr;
    return std::unique_ptr<Message>(prototype ? prototype->New() : nullptr);
}

} // namespace decode
