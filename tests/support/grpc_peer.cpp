// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of a gRPC service, to be observed.
//
//   grpc_peer server PORT [--tls CERT KEY]                  serves 127.0.0.1:PORT until it is killed; "ready PORT" when it does
//   grpc_peer KIND PORT COUNT [--tls CERT] [--gzip] [--size N] [--missing] [--pause MS]
//       KIND: unary (COUNT calls), client-stream, server-stream, bidi (COUNT messages in one call)
//       --gzip compresses what the client sends and asks for the same; --size is the octets of each item's data;
//       --missing asks for something that is answered with NOT_FOUND; --pause waits before each call and each message of bidi.
//
// The client prints the ground truth: "> LENGTH SHA256" of each message sent and "< LENGTH SHA256" of each received, as
// serialised and before compression, and "status CODE MESSAGE" after each call. It exits with 0 if the call completed,
// whatever its status.
#include <grpc_peer.grpc.pb.h>

#include <grpcpp/grpcpp.h>
#include <openssl/sha.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

using cleartap::test::Ask;
using cleartap::test::Item;
using cleartap::test::Shelf;
using cleartap::test::Summary;

namespace {

struct Arguments {
    std::string kind;
    std::string address;
    unsigned count = 0;
    unsigned size = 100;
    unsigned pause = 0; // milliseconds
    std::string certificate, key;
    bool gzip = false;
    bool missing = false;
};

std::string contentOf(const std::string &path)
{
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

Item itemOf(unsigned number, unsigned size)
{
    Item item;
    item.set_number(number);
    item.set_name("item " + std::to_string(number) + " – größer");
    std::string data(size, '\0');
    for (unsigned i = 0; i < size; ++i)
        data[i] = char('a' + (number + i / 7) % 26);
    item.set_data(data);
    item.set_kind(number % 2 ? cleartap::test::KIND_BOOK : cleartap::test::KIND_BOX);
    item.mutable_place()->set_row(-int(number));
    item.mutable_place()->set_column(number * 3);
    for (unsigned i = 0; i < number % 4; ++i)
        item.add_sizes(i * 1000);
    item.add_tags("new");
    item.add_tags("tag " + std::to_string(number));
    (*item.mutable_counts())["stock"] = number;
    item.set_weight(number + 0.5);
    item.set_share(0.25f);
    item.set_sold(number % 3 == 0);
    item.set_delta(-1000000000000 - int(number));
    item.set_mark(0x1122334455667788);
    if (number % 2)
        item.set_person("Ada");
    else
        item.set_account(number);
    return item;
}

grpc::Status missing(const std::string &shelf)
{
    return { grpc::StatusCode::NOT_FOUND, "no shelf \"" + shelf + "\": 100 % gone, größer" };
}

class Service final : public Shelf::Service
{
    grpc::Status Fetch(grpc::ServerContext *context, const Ask *ask, Item *item) override
    {
        answerAsAsked(context);
        if (ask->shelf() == "missing")
            return missing(ask->shelf());
        *item = itemOf(ask->first(), ask->size());
        return grpc::Status::OK;
    }

    grpc::Status Store(grpc::ServerContext *context, grpc::ServerReader<Item> *reader, Summary *summary) override
    {
        answerAsAsked(context);
        Item item;
        while (reader->Read(&item)) {
            if (item.name() == "missing")
                return missing(item.name());
            summary->set_items(summary->items() + 1);
            summary->set_octets(summary->octets() + item.data().size());
        }
        return grpc::Status::OK;
    }

    grpc::Status List(grpc::ServerContext *context, const Ask *ask, grpc::ServerWriter<Item> *writer) override
    {
        answerAsAsked(context);
        for (unsigned i = 0; i < ask->count(); ++i)
            if (!writer->Write(itemOf(ask->first() + i, ask->size())))
                break;
        return ask->shelf() == "missing" ? missing(ask->shelf()) : grpc::Status::OK;
    }

    grpc::Status Echo(grpc::ServerContext *context, grpc::ServerReaderWriter<Item, Item> *stream) override
    {
        answerAsAsked(context);
        Item item;
        while (stream->Read(&item)) {
            if (item.name() == "missing")
                return missing(item.name());
            stream->Write(item);
        }
        return grpc::Status::OK;
    }

    // gzip where the client sends gzip.
    static void answerAsAsked(grpc::ServerContext *context)
    {
        const auto &metadata = context->client_metadata();
        if (metadata.find("x-compress") != metadata.end())
            context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
        context->AddInitialMetadata("x-shelf", "oak");
        context->AddTrailingMetadata("x-done", "yes");
    }
};

template <typename Message>
void tell(char way, const Message &message)
{
    const std::string bytes = message.SerializeAsString();
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), hash);
    std::printf("%c %zu ", way, bytes.size());
    for (unsigned char each : hash)
        std::printf("%02x", each);
    std::printf("\n");
}

void tell(const grpc::Status &status)
{
    std::printf("status %d %s\n", int(status.error_code()), status.error_message().c_str());
}

class Client
{
public:
    explicit Client(const Arguments &arguments) : m_arguments(arguments)
    {
        std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
        if (!arguments.certificate.empty())
            credentials = grpc::SslCredentials({ contentOf(arguments.certificate), "", "" });
        m_stub = Shelf::NewStub(grpc::CreateChannel(arguments.address, credentials));
    }

    void unary()
    {
        for (unsigned i = 0; i < m_arguments.count; ++i) {
            pause();
            grpc::ClientContext context;
            prepare(context);
            const Ask ask = this->ask(i);
            tell('>', ask);
            Item item;
            const grpc::Status status = m_stub->Fetch(&context, ask, &item);
            if (status.ok())
                tell('<', item);
            tell(status);
        }
    }

    void clientStream()
    {
        grpc::ClientContext context;
        prepare(context);
        Summary summary;
        auto writer = m_stub->Store(&context, &summary);
        for (unsigned i = 0; i < m_arguments.count; ++i) {
            const Item item = this->item(i);
            if (!writer->Write(item))
                break;
            tell('>', item);
        }
        writer->WritesDone();
        const grpc::Status status = writer->Finish();
        if (status.ok())
            tell('<', summary);
        tell(status);
    }

    void serverStream()
    {
        grpc::ClientContext context;
        prepare(context);
        const Ask ask = this->ask(0);
        tell('>', ask);
        auto reader = m_stub->List(&context, ask);
        Item item;
        while (reader->Read(&item))
            tell('<', item);
        tell(reader->Finish());
    }

    void bidi()
    {
        grpc::ClientContext context;
        prepare(context);
        auto stream = m_stub->Echo(&context);
        Item answer;
        for (unsigned i = 0; i < m_arguments.count; ++i) {
            pause();
            const Item item = this->item(i);
            if (!stream->Write(item))
                break;
            tell('>', item);
            if (!stream->Read(&answer))
                break;
            tell('<', answer);
        }
        stream->WritesDone();
        tell(stream->Finish());
    }

private:
    void pause() const { std::this_thread::sleep_for(std::chrono::milliseconds(m_arguments.pause)); }

    void prepare(grpc::ClientContext &context)
    {
        context.set_wait_for_ready(true);
        if (m_arguments.gzip) {
            context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
            context.AddMetadata("x-compress", "gzip");
        }
    }

    Ask ask(unsigned first) const
    {
        Ask ask;
        ask.set_shelf(m_arguments.missing ? "missing" : "top");
        ask.set_first(first);
        ask.set_count(m_arguments.count);
        ask.set_size(m_arguments.size);
        return ask;
    }

    Item item(unsigned number) const
    {
        Item item = itemOf(number, m_arguments.size);
        if (m_arguments.missing && number + 1 == m_arguments.count)
            item.set_name("missing");
        return item;
    }

    const Arguments &m_arguments;
    std::unique_ptr<Shelf::Stub> m_stub;
};

int serve(const Arguments &arguments)
{
    std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
    if (!arguments.certificate.empty()) {
        grpc::SslServerCredentialsOptions options;
        options.pem_key_cert_pairs.push_back({ contentOf(arguments.key), contentOf(arguments.certificate) });
        credentials = grpc::SslServerCredentials(options);
    }
    Service service;
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(arguments.address, credentials, &port);
    builder.RegisterService(&service);
    const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    if (!server || port == 0)
        return 1;
    std::printf("ready %d\n", port);
    std::fflush(stdout);
    server->Wait();
    return 0;
}

bool read(int count, char **words, Arguments &arguments)
{
    if (count < 3)
        return false;
    arguments.kind = words[1];
    const bool server = arguments.kind == "server";
    // The name that the certificate is for.
    arguments.address = (server ? "127.0.0.1:" : "localhost:") + std::string(words[2]);
    int at = 3;
    if (!server) {
        if (count < 4)
            return false;
        arguments.count = unsigned(std::strtoul(words[at++], nullptr, 10));
    }
    for (; at < count; ++at) {
        const std::string_view word = words[at];
        const int left = count - at - 1;
        if (word == "--tls" && left >= (server ? 2 : 1)) {
            arguments.certificate = words[++at];
            if (server)
                arguments.key = words[++at];
        } else if (word == "--size" && left >= 1) {
            arguments.size = unsigned(std::strtoul(words[++at], nullptr, 10));
        } else if (word == "--pause" && left >= 1) {
            arguments.pause = unsigned(std::strtoul(words[++at], nullptr, 10));
        } else if (word == "--gzip") {
            arguments.gzip = true;
        } else if (word == "--missing") {
            arguments.missing = true;
        } else {
            return false;
        }
    }
    return true;
}

} // namespace

int main(int count, char **words)
{
    Arguments arguments;
    if (!read(count, words, arguments)) {
        std::fprintf(stderr, "see the head of grpc_peer.cpp\n");
        return 2;
    }
    if (arguments.kind == "server")
        return serve(arguments);
    Client client(arguments);
    if (arguments.kind == "unary")
        client.unary();
    else if (arguments.kind == "client-stream")
        client.clientStream();
    else if (arguments.kind == "server-stream")
        client.serverStream();
    else if (arguments.kind == "bidi")
        client.bidi();
    else
        return 2;
    return 0;
}
