// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/stdio.h"

#include "app/agents/line_reader.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>

#include <unistd.h>

namespace agents {

namespace {

constexpr size_t waitingMost = 256;                     // beyond that nothing is read until one is answered
constexpr auto progressEvery = std::chrono::milliseconds(250);

class Output
{
public:
    explicit Output(int descriptor) : m_descriptor(descriptor) {}

    void write(std::string line)
    {
        line += '\n';
        const std::scoped_lock lock(m_mutex);
        for (size_t done = 0; done < line.size() && !m_failed;) {
            const ssize_t count = ::write(m_descriptor, line.data() + done, line.size() - done);
            if (count < 0 && errno == EINTR)
                continue;
            m_failed = count < 0;
            done += count > 0 ? size_t(count) : 0;
        }
    }
    bool failed() const { return m_failed; }

private:
    int m_descriptor;
    std::mutex m_mutex;
    std::atomic<bool> m_failed = false;
};

// What is to be answered, in order.
class Queue
{
public:
    using Each = std::variant<Message, Malformed>;

    // False once the queue was closed. Waits while it is full.
    bool add(Each each)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_waiting.size() < waitingMost || m_closed; });
        if (m_closed)
            return false;
        m_waiting.push_back(std::move(each));
        m_changed.notify_all();
        return true;
    }
    // The next one, which runs from then on; none if there will be no more, or not within a moment.
    std::optional<Each> take(bool &over)
    {
        std::unique_lock lock(m_mutex);
        m_running = nullptr;
        m_cancelled = false;
        m_changed.wait_for(lock, std::chrono::milliseconds(100), [this] { return !m_waiting.empty() || m_closed; });
        over = m_closed && m_waiting.empty();
        if (m_waiting.empty())
            return std::nullopt;
        Each each = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (const auto *message = std::get_if<Message>(&each); message && message->id)
            m_running = *message->id;
        m_changed.notify_all();
        return each;
    }
    void cancel(const Json &id)
    {
        const std::scoped_lock lock(m_mutex);
        m_cancelled = m_cancelled || (!id.is_null() && m_running == id);
        std::erase_if(m_waiting, [&](const Each &each) {
            const auto *message = std::get_if<Message>(&each);
            return message && message->id && *message->id == id;
        });
        m_changed.notify_all();
    }
    bool runningIsCancelled() const { return m_cancelled; }
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Each> m_waiting;
    Json m_running;
    std::atomic<bool> m_cancelled = false;
    bool m_closed = false;
};

void readAll(int in, Queue &queue, const std::atomic<bool> &over)
{
    LineReader lines(in, messageMax);
    while (!over) {
        auto line = lines.next(100);
        if (line.state == LineReader::State::Nothing)
            continue;
        if (line.state == LineReader::State::End)
            break;
        if (line.state == LineReader::State::TooLong) {
            queue.add(Malformed{nullptr, {RpcCode::InvalidRequest, "The message is larger than 4 MiB.", {}}});
            continue;
        }
        auto message = readMessage(line.text);
        if (!message) {
            queue.add(message.error());
            continue;
        }
        if (message->method == "notifications/cancelled") {
            const auto id = message->params.find("requestId");
            queue.cancel(id == message->params.end() ? Json() : *id);
        } else if (message->id) {
            queue.add(std::move(*message));
        }
    }
    queue.close();
}

Turn turnOf(const Message &message, Output &output, const std::function<bool()> &cancelled)
{
    Turn turn;
    turn.cancelled = cancelled;
    turn.progress = [token = progressToken(message), &output, last = std::chrono::steady_clock::time_point()](double done, double all, const std::string &words) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (token.is_null() || now - last < progressEvery)
            return;
        last = now;
        Json params{{"progressToken", token}, {"progress", done}, {"message", words}};
        if (all > 0)
            params["total"] = all;
        output.write(notificationMessage("notifications/progress", params));
    };
    return turn;
}

} // namespace

bool serveStreams(Server &server, int in, int out, const std::function<bool()> &interrupted)
{
    Output output(out);
    Queue queue;
    std::atomic<bool> over = false;
    std::thread reader([&] { readAll(in, queue, over); });
    for (bool ended = false; !ended && !interrupted() && !output.failed();) {
        const auto each = queue.take(ended);
        if (!each)
            continue;
        if (const auto *malformed = std::get_if<Malformed>(&*each)) {
            output.write(errorMessage(malformed->id, malformed->error));
            continue;
        }
        const Message &message = std::get<Message>(*each);
        const Turn turn = turnOf(message, output, [&] { return queue.runningIsCancelled() || interrupted() || output.failed(); });
        if (const auto answer = server.answer(message, turn))
            output.write(*answer);
    }
    over = true;
    queue.close();
    reader.join();
    return !output.failed();
}

} // namespace agents
