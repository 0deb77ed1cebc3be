// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/program_options.h"

#include <algorithm>
#include <array>

namespace masking {

namespace {

using enum OptionKind;

struct Option {
    std::string_view program;   // empty: any program without its own option of this name
    std::string_view name;
    OptionKind kind;
};

// From the manual pages. An option common to all programs, like --password, needs no row: its name is enough.
constexpr auto options = std::to_array<Option>({
    {"", "-H", Header}, {"", "--header", Header}, {"", "--proxy-header", Header}, {"", "-b", Cookie}, {"", "--cookie", Cookie},
    {"", "-d", Data}, {"", "--data", Data}, {"", "--data-raw", Data}, {"", "--data-ascii", Data}, {"", "--data-binary", Data}, {"", "--data-urlencode", Data},
    {"", "--json", Data}, {"", "--post-data", Data}, {"", "--body-data", Data}, {"", "-F", Data}, {"", "--form", Data}, {"", "--form-string", Data},
    {"", "-u", User}, {"", "--user", User}, {"", "-U", User}, {"", "--proxy-user", User}, {"", "--oauth2-bearer", Secret},
    {"curl", "-x", Url}, {"curl", "--proxy", Url}, {"curl", "--preproxy", Url}, {"curl", "-E", User}, {"curl", "--cert", User}, {"curl", "--pass", Secret},
    {"curl", "--proxy-pass", Secret}, {"curl", "--tlspassword", Secret}, {"curl", "-e", Url}, {"curl", "--referer", Url}, {"curl", "--url-query", Data},
    {"curl", "--variable", Data}, {"curl", "--aws-sigv4", Plain},
    {"mysql", "-p", Secret}, {"mysql", "-u", Plain}, {"mysql", "--user", Plain}, {"mysql", "-H", Plain}, {"mysql", "-b", Plain}, {"mysql", "-F", Plain},
    {"redis-cli", "-a", Secret}, {"redis-cli", "--pass", Secret}, {"redis-cli", "-u", Url}, {"redis-cli", "--user", Plain}, {"redis-cli", "-d", Plain},
    {"sshpass", "-p", Secret}, {"docker", "-u", Plain}, {"docker", "-d", Plain}, {"docker", "-H", Url}, {"login", "-p", Secret}, {"login", "-u", Plain}, {"login", "-d", Plain},
    {"mongo", "-p", Secret}, {"mongo", "-u", Plain}, {"mongo", "-d", Plain},
    {"sqlcmd", "-P", Secret}, {"sqlcmd", "-U", Plain}, {"mosquitto", "-P", Secret}, {"mosquitto", "-u", Plain}, {"mosquitto", "-d", Plain},
    {"ldap", "-w", Secret}, {"ldap", "-y", Plain}, {"ldap", "-H", Url}, {"ldap", "-b", Plain}, {"ldap", "-s", Plain}, {"ldappasswd", "-s", Secret},
    {"ldappasswd", "-a", Secret}, {"ldappasswd", "-w", Secret}, {"smbclient", "-U", User}, {"smbclient", "--user", User},
    {"http", "-a", User}, {"http", "--auth", User}, {"zip", "-P", Secret}, {"7z", "-p", Secret}, {"unrar", "-p", Secret}, {"unzip", "-P", Secret},
    {"openssl", "-passin", Secret}, {"openssl", "-passout", Secret}, {"openssl", "-pass", Secret}, {"openssl", "-k", Secret}, {"openssl", "-K", Secret},
    {"openssl", "-hmac", Secret}, {"openssl", "-H", Plain}, {"keytool", "-storepass", Secret}, {"keytool", "-keypass", Secret}, {"vncviewer", "-p", Plain},
    {"xfreerdp", "/p", Secret}, {"rdesktop", "-p", Secret}, {"rclone", "--pass", Secret}, {"lftp", "-u", User}, {"wget", "--http-passwd", Secret},
    {"rabbitmqadmin", "-p", Secret}, {"rabbitmqadmin", "-u", Plain}, {"influx", "-t", Secret}, {"influx", "-p", Secret}, {"ipmitool", "-P", Secret}, {"impacket", "-hashes", Secret},
    {"snmp", "-A", Secret}, {"snmp", "-X", Secret}, {"snmp", "-c", Secret}, {"snmp", "-u", Plain}, {"psql", "-U", Plain}, {"psql", "-d", Url}, {"psql", "-F", Plain}, {"psql", "-H", Plain},
    {"createdb", "-U", Plain}, {"ab", "-A", User}, {"ab", "-P", User}, {"ab", "-C", Cookie}, {"wrk", "-d", Plain}, {"grpcurl", "-d", Data},
    {"useradd", "-p", Secret}, {"useradd", "-u", Plain}, {"usermod", "-p", Secret}, {"usermod", "-u", Plain},
});

struct Alias { std::string_view start, program; };
// Programs that share options, by the beginning of their names.
constexpr auto aliases = std::to_array<Alias>({
    {"mysql", "mysql"}, {"mariadb", "mysql"}, {"mycli", "mysql"}, {"redis-cli", "redis-cli"}, {"valkey-cli", "redis-cli"}, {"redis-benchmark", "redis-cli"},
    {"keydb-cli", "redis-cli"}, {"sshpass", "sshpass"}, {"docker", "docker"}, {"podman", "docker"}, {"buildah", "docker"}, {"skopeo", "docker"}, {"nerdctl", "docker"},
    {"az", "docker"}, {"helm", "docker"}, {"oc", "docker"}, {"oras", "docker"}, {"crane", "docker"}, {"mongo", "mongo"}, {"sqlcmd", "sqlcmd"}, {"bcp", "sqlcmd"}, {"mosquitto_", "mosquitto"}, {"ldappasswd", "ldappasswd"},
    {"ldap", "ldap"}, {"smbclient", "smbclient"}, {"rpcclient", "smbclient"}, {"http", "http"}, {"https", "http"}, {"xh", "http"}, {"zip", "zip"}, {"7z", "7z"}, {"7za", "7z"},
    {"unrar", "unrar"}, {"rar", "unrar"}, {"unzip", "unzip"}, {"openssl", "openssl"}, {"keytool", "keytool"}, {"xfreerdp", "xfreerdp"}, {"wlfreerdp", "xfreerdp"},
    {"rdesktop", "rdesktop"}, {"rclone", "rclone"}, {"lftp", "lftp"}, {"wget", "wget"}, {"curl", "curl"}, {"rabbitmqadmin", "rabbitmqadmin"}, {"influx", "influx"},
    {"ipmitool", "ipmitool"}, {"snmp", "snmp"}, {"psql", "psql"}, {"pg_", "psql"}, {"createdb", "createdb"}, {"ab", "ab"}, {"wrk", "wrk"}, {"grpcurl", "grpcurl"},
    {"useradd", "useradd"}, {"usermod", "usermod"},
});

constexpr auto gluedPrograms = std::to_array<std::string_view>({"mysql", "sshpass", "7z", "unrar", "rdesktop", "ldap", "redis-cli", "xfreerdp", "mosquitto", "sqlcmd", "zip", "unzip"});

} // namespace

std::string_view secretProgram(std::string_view argument)
{
    const std::string_view name = argument.substr(argument.rfind('/') + 1);
    for (const Alias &alias : aliases) {
        if (!name.starts_with(alias.start))
            continue;
        const std::string_view rest = name.substr(alias.start.size());
        // "mysqldump", "ldapsearch", "mongosh" belong to a family. "httpd" and "abc" do not.
        if (rest.empty() || alias.start.size() > 4 || alias.start == "ldap" || alias.start == "snmp" || alias.start == "pg_" || (rest[0] >= '0' && rest[0] <= '9'))
            return alias.program;
    }
    return {};
}

OptionKind optionKind(std::string_view program, std::string_view option)
{
    OptionKind kind = Plain;
    for (const Option &row : options) {
        if (row.name != option)
            continue;
        if (row.program == program)
            return row.kind;
        if (row.program.empty())
            kind = row.kind;
    }
    return kind;
}

bool takesGlued(std::string_view program, std::string_view option)
{
    // Options of curl and similar programs may be attached for any program.
    const bool known = std::find(gluedPrograms.begin(), gluedPrograms.end(), program) != gluedPrograms.end();
    const OptionKind kind = optionKind(program, option);
    return kind != Plain && (known || kind != Secret);
}

} // namespace masking
