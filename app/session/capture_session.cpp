// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/capture_session.h"

#include "app/session/derived_file.h"
#include "app/session/pipeline.h"
#include "privhelper/wire/reader.h"

#include <chrono>
#include <utility>

namespace session {

namespace {

constexpr auto updateEvery = std::chrono::milliseconds(50);
constexpr int waitMs = 50;

const char *roleName(wire::HelperRole role)
{
    switch (role) {
    case wire::HelperRole::Loader: return "loader";
    case wire::HelperRole::Relay: return "relay";
    case wire::HelperRole::Analyzer: return "analyzer";
    }
    return "unknown";
}

} // namespace

struct CaptureSession::State {
    std::unique_ptr<capture::Source> source;
    Post post;
    std::shared_ptr<DerivedFile> derived = std::make_shared<DerivedFile>();
    std::shared_ptr<const base::BodySource> bodies;

    void run();
    std::optional<capture::Error> takeRun(Pipeline &, const capture::Run &, std::vector<Notice> &);
};

// Stations 5 to 8: receive, reassemble, parse, build.
std::optional<capture::Error> CaptureSession::State::takeRun(Pipeline &pipeline, const capture::Run &run,
                                                             std::vector<Notice> &notices)
{
    wire::FrameReader reader(run.frames);
    while (true) {
        const auto frame = reader.next();
        if (!frame)
            return capture::Error{capture::ErrorKind::Protocol, 0, 0, uint8_t(frame.error()),
                                  run.filePosition + reader.position(), std::string(readErrorName(frame.error()))};
        if (!*frame)
            return std::nullopt;
        const wire::Frame &message = **frame;
        pipeline.take(message, run.filePosition + uint64_t(message.body.data() - run.frames.data()));
        if (message.type == wire::Type::Started) {
            if (const auto started = wire::decode<wire::Started>(message.body))
                notices.push_back({Notice::Kind::Started, started->hooks});
        } else if (message.type == wire::Type::RoleLost) {
            if (const auto lost = wire::decode<wire::RoleLost>(message.body))
                notices.push_back({Notice::Kind::RoleLost, roleName(lost->role) + std::string(": ") + lost->reason});
        }
    }
}

void CaptureSession::State::run()
{
    Pipeline pipeline(derived);
    Update update;
    auto last = std::chrono::steady_clock::now();
    while (!update.ended) {
        const auto run = source->next(waitMs);
        if (!run) {
            update.error = run.error();
            update.ended = true;
        } else {
            update.error = takeRun(pipeline, *run, update.notices);
            update.ended = run->end || update.error;
        }
        const auto now = std::chrono::steady_clock::now();
        if (!update.ended && now - last < updateEvery)
            continue;
        last = now;
        if (update.ended)
            pipeline.finish();
        update.batch = pipeline.drain();
        if (update.ended || !update.batch.empty() || !update.notices.empty()) {
            const bool ended = update.ended;
            post(std::exchange(update, {}));
            update.ended = ended;
        }
    }
}

CaptureSession::CaptureSession(std::unique_ptr<capture::Source> source, Post post)
    : m(std::make_shared<State>())
{
    m->source = std::move(source);
    m->post = std::move(post);
    m->bodies = joinedBodies(m->source->bodies(), m->derived);
    m_thread = std::thread([state = m] { state->run(); });
}

CaptureSession::~CaptureSession()
{
    stop();
    m_thread.join();
}

void CaptureSession::stop()
{
    m->source->stop();
}

std::shared_ptr<const base::BodySource> CaptureSession::bodies() const
{
    return m->bodies;
}

} // namespace session
