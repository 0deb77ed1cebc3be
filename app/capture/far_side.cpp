// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/far_side.h"

#include "app/base/file_descriptor.h"
#include "app/capture/errors.h"
#include "privhelper/wire/messages.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <utility>

#include <openssl/evp.h>

namespace capture {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// In front of each line of the script's, since shells' own files may print something before.
constexpr std::string_view mark = "cleartap/1 ";
constexpr auto answerWithin = 120s;    // the user may be typing a passphrase
constexpr size_t talkMax = 64 * 1024;  // before the first line
constexpr size_t lineMax = 1024;
constexpr uint64_t helperMax = 256u << 20;

constexpr std::string_view script = R"sh(say() { printf 'cleartap/1 %s\n' "$1"; }
h=
for p in /usr/libexec/cleartap-helper /usr/lib/cleartap/cleartap-helper /usr/local/libexec/cleartap-helper; do
  if [ -x "$p" ] && "$p" --stdio --speaks VERSION </dev/null >/dev/null 2>&1; then h=$p; break; fi
done
if [ -z "$h" ]; then
  say "need $(uname -m)"
  read -r size sum || exit 1
  umask 077
  d=$(mktemp -d "${TMPDIR:-/tmp}/cleartap.XXXXXXXX") || { say 'fail no folder can be made there'; exit 1; }
  trap 'rm -rf "$d"' EXIT
  trap 'exit 1' HUP INT TERM
  h=$d/cleartap-helper
  head -c "$size" >"$h"
  set -- $(sha256sum "$h")
  if [ "$1" != "$sum" ]; then say 'fail its checksum was wrong after the copy'; exit 1; fi
  chmod 755 "$h" # root without CAP_DAC_OVERRIDE executes it, too
  if ! e=$("$h" --stdio --speaks VERSION 2>&1 </dev/null); then say "fail $(printf '%s' "$e" | head -n 1)"; exit 1; fi
  set -- --unlink
else
  set --
fi
if [ "$(id -u)" = 0 ]; then
  say run
  "$h" --stdio "$@"
elif sudo -n -l -- "$h" --stdio "$@" >/dev/null 2>&1; then
  say run
  sudo -n -- "$h" --stdio "$@"
elif [ -S /run/cleartap/helper.sock ]; then
  say run
  "$h" --stdio "$@"
elif command -v sudo >/dev/null 2>&1; then
  say password
  IFS= read -r p || exit 1
  if printf '%s\n' "$p" | sudo -k -S -p '' -l -- "$h" --stdio "$@" >/dev/null 2>&1; then
    say run
    { printf '%s\n' "$p"; p=; exec cat; } | sudo -k -S -p '' -- "$h" --stdio "$@"
  else
    say denied
  fi
else
  say privilege
fi
)sh";

std::optional<std::string> contentsOf(const std::string &path)
{
    const base::FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (!file.isValid() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || uint64_t(status.st_size) > helperMax)
        return std::nullopt;
    std::string bytes(size_t(status.st_size), '\0');
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = read(file.get(), bytes.data() + done, bytes.size() - done);
        if (count <= 0)
            return std::nullopt;
        done += size_t(count);
    }
    return bytes;
}

std::string sha256(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        return {};
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        constexpr std::string_view digits = "0123456789abcdef";
        text += {digits[digest[i] >> 4], digits[digest[i] & 15]};
    }
    return text;
}

std::string printable(std::string_view line)
{
    std::string text(line);
    std::erase_if(text, [](char c) { return uint8_t(c) < 0x20 || c == 0x7f; });
    return text;
}

class Conversation
{
public:
    explicit Conversation(const FarSide &side)
        : m_side(side)
    {
    }

    std::expected<std::string, Error> run()
    {
        if (!send(farScript()))
            return std::unexpected(m_side.lost());
        for (;;) {
            const auto line = nextLine();
            if (!line)
                return std::unexpected(line.error());
            const std::string_view word = *line;
            if (word == "run")
                return std::move(m_received);
            if (word == "password") {
                if (!m_side.password || m_side.password->empty())
                    return std::unexpected(errorOf(ErrorKind::FarPassword, ""));
                if (!sendPassword())
                    return std::unexpected(m_side.lost());
                continue;
            }
            if (word == "denied")
                return std::unexpected(errorOf(ErrorKind::FarPassword, "it was not accepted, or does not allow cleartap-helper"));
            if (word == "privilege")
                return std::unexpected(errorOf(ErrorKind::FarPrivilege, ""));
            if (word.starts_with("fail "))
                return std::unexpected(errorOf(ErrorKind::FarHelper, printable(word.substr(5))));
            if (!word.starts_with("need "))
                return std::unexpected(errorOf(ErrorKind::FarHelper, "an unknown answer"));
            if (auto copied = copyHelper(word.substr(5)); !copied)
                return std::unexpected(copied.error());
        }
    }

private:
    bool send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t count = ::send(m_side.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return false;
            bytes.remove_prefix(size_t(count));
        }
        return true;
    }

    bool sendPassword() const
    {
        std::string line = std::exchange(*m_side.password, {});
        line += '\n';
        const bool sent = send(line);
        wipe(line);
        return sent;
    }

    std::expected<void, Error> copyHelper(std::string_view machine) const
    {
        utsname own{};
        uname(&own);
        if (machine != own.machine)
            return std::unexpected(errorOf(ErrorKind::FarHelper, "it has none, and is another kind of machine: " + printable(machine)));
        const auto helper = contentsOf(m_side.helperPath);
        if (!helper || helper->empty())
            return std::unexpected(errorOf(ErrorKind::FarHelper, "it has none, and there is none here to copy"));
        if (!send(std::to_string(helper->size()) + ' ' + sha256(*helper) + '\n') || !send(*helper))
            return std::unexpected(m_side.lost());
        return {};
    }

    // Without its mark and end. What follows it stays in m_received.
    std::expected<std::string, Error> nextLine()
    {
        const auto deadline = Clock::now() + answerWithin;
        for (size_t passed = 0;;) {
            for (size_t end = m_received.find('\n'); end != m_received.npos; end = m_received.find('\n')) {
                std::string line = m_received.substr(0, end);
                m_received.erase(0, end + 1);
                passed += end + 1;
                if (!line.empty() && line.back() == '\r')
                    line.pop_back();
                if (line.starts_with(mark) && line.size() <= lineMax)
                    return line.substr(mark.size());
            }
            if (passed + m_received.size() > talkMax)
                return std::unexpected(errorOf(ErrorKind::FarHelper, "its shell prints too much"));
            if (m_side.cancelled && m_side.cancelled())
                return std::unexpected(errorOf(ErrorKind::HelperLost, "cancelled"));
            if (Clock::now() > deadline)
                return std::unexpected(errorOf(ErrorKind::NoLink, "no answer"));
            pollfd wait{m_side.socket, POLLIN, 0};
            if (poll(&wait, 1, 100) <= 0)
                continue;
            std::array<char, 4096> piece;
            const ssize_t count = recv(m_side.socket, piece.data(), piece.size(), MSG_DONTWAIT);
            if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN))
                return std::unexpected(m_side.lost());
            m_received.append(piece.data(), size_t(std::max<ssize_t>(count, 0)));
        }
    }

    const FarSide &m_side;
    std::string m_received;
};

} // namespace

void wipe(std::string &secret)
{
    secret.resize(secret.capacity());
    explicit_bzero(secret.data(), secret.size());
    secret.clear();
}

std::string farScript()
{
    std::string text(script);
    constexpr std::string_view word = "VERSION";
    for (size_t at = text.find(word); at != text.npos; at = text.find(word))
        text.replace(at, word.size(), std::to_string(wire::version));
    return text;
}

std::string farCommand()
{
    return "exec sh -c 'eval \"$(dd bs=1 count=" + std::to_string(farScript().size()) + " 2>/dev/null)\"'";
}

std::expected<std::string, Error> startFarHelper(const FarSide &side)
{
    return Conversation(side).run();
}

} // namespace capture
