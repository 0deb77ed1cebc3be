// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/secret_rule.h"

#include <array>

namespace masking {

namespace {

constexpr std::string_view hex32 = "[0-9a-f]{32}", hex40 = "[0-9a-f]{40}", hex64 = "[0-9a-f]{64}";
constexpr std::string_view uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
constexpr std::string_view alnum32 = "[0-9a-z]{32}", alnum40 = "[0-9a-z]{40}", word20 = "[\\w-]{20,64}";

// Case does not count, neither in the service nor in the value.
constexpr auto rules = std::to_array<SecretRule>({
    {"adafruit", "Adafruit key", "[\\w-]{32}", Check::Random, "adafruit"},
    {"algolia", "Algolia key", hex32, Check::Random, "algolia"},
    {"asana", "Asana secret", alnum32, Check::Random, "asana"},
    {"assemblyai", "AssemblyAI key", hex32, Check::Random, "assembly_?ai"},
    {"beamer", "Beamer token", "b_[\\w=-]{44}", Check::Random, "beamer"},
    {"bitly", "Bitly token", hex40, Check::Random, "bitly"},
    {"bittrex", "Bittrex key", alnum32, Check::Random, "bittrex"},
    {"clickhouse", "ClickHouse key", "4b1d[0-9a-z]{38}", Check::Random, "clickhouse"},
    {"cloudflare", "Cloudflare key", "[\\w-]{37,40}", Check::Random, "cloudflare|cf_?api"},
    {"codecov", "Codecov token", "[0-9a-z-]{32,36}", Check::Random, "codecov"},
    {"cohere", "Cohere key", alnum40, Check::Random, "cohere"},
    {"coinbase", "Coinbase secret", "[\\w-]{64}", Check::Random, "coinbase"},
    {"confluent", "Confluent secret", "[\\w+/]{16,64}", Check::Random, "confluent"},
    {"datadog", "Datadog key", "[0-9a-f]{32,40}", Check::Random, "datadog|\\bdd_?(?:api|app)"},
    {"deepgram", "Deepgram key", hex40, Check::Random, "deepgram"},
    {"deepl", "DeepL key", "[0-9a-f-]{36}(?::fx)?", Check::Random, "deepl"},
    {"discord", "Discord secret", "[\\w-]{32}", Check::Random, "discord"},
    {"droneci", "Drone token", alnum32, Check::Random, "drone(?:_?ci)?"},
    {"dropbox", "Dropbox token", "[\\w-]{15,150}", Check::Random, "dropbox"},
    {"etsy", "Etsy key", "[0-9a-z]{24}", Check::Random, "etsy"},
    {"fastly", "Fastly token", "[\\w=-]{32}", Check::Random, "fastly"},
    {"finicity", "Finicity token", "[0-9a-f]{20,32}", Check::Random, "finicity"},
    {"finnhub", "Finnhub token", "[0-9a-z]{20,40}", Check::Random, "finnhub"},
    {"flickr", "Flickr key", hex32, Check::Random, "flickr"},
    {"freshbooks", "FreshBooks token", hex64, Check::Random, "freshbooks"},
    {"giphy", "Giphy key", alnum32, Check::Random, "giphy"},
    {"gitter", "Gitter token", "[\\w-]{40}", Check::Random, "gitter"},
    {"heroku-key", "Heroku key", uuid, Check::None, "heroku"},
    {"hubspot-key", "HubSpot key", uuid, Check::None, "hubspot|hapikey"},
    {"intercom", "Intercom token", "[\\w=-]{60}", Check::Random, "intercom"},
    {"ipstack", "IPStack key", hex32, Check::Random, "ipstack|apilayer"},
    {"kraken", "Kraken key", "[\\w/=+-]{56,96}", Check::Random, "kraken"},
    {"kucoin", "KuCoin key", "[0-9a-f-]{24,36}", Check::Random, "kucoin"},
    {"lastfm", "Last.fm key", hex32, Check::Random, "last_?fm"},
    {"linode", "Linode token", hex64, Check::Random, "linode"},
    {"mailjet", "Mailjet key", hex32, Check::Random, "mailjet"},
    {"mapquest", "MapQuest key", alnum32, Check::Random, "mapquest"},
    {"mattermost", "Mattermost token", "[0-9a-z]{26}", Check::Random, "mattermost"},
    {"messagebird", "MessageBird token", "[0-9a-z]{25}", Check::Random, "message_?bird"},
    {"mistral", "Mistral key", alnum32, Check::Random, "mistral"},
    {"mixpanel", "Mixpanel secret", hex32, Check::Random, "mixpanel"},
    {"nytimes", "New York Times key", "[\\w=-]{32}", Check::Random, "nytimes|newyorktimes"},
    {"okta-key", "Okta token", "[\\w=-]{42}", Check::Random, "okta"},
    {"omdb", "OMDb key", "[0-9a-f]{8}", Check::None, "omdb"},
    {"onesignal", "OneSignal key", "[\\w-]{36,48}", Check::Random, "onesignal"},
    {"opsgenie", "Opsgenie key", uuid, Check::None, "opsgenie"},
    {"pagerduty", "PagerDuty key", "[\\w+-]{20,32}", Check::Random, "pagerduty|pager_duty"},
    {"pushover", "Pushover token", "[0-9a-z]{30}", Check::Random, "pushover"},
    {"rapidapi", "RapidAPI key", "[\\w-]{50}", Check::Random, "rapid_?api"},
    {"recaptcha", "reCAPTCHA secret", "6l[\\w-]{38}", Check::Random, "recaptcha.{0,8}secret"},
    {"rollbar", "Rollbar token", hex32, Check::Random, "rollbar"},
    {"segment", "Segment key", alnum32, Check::Random, "segment.{0,8}(?:key|token)"},
    {"sendbird", "Sendbird token", hex40, Check::Random, "sendbird"},
    {"sidekiq", "Sidekiq credentials", "[0-9a-f]{8}:[0-9a-f]{8}", Check::None, "bundle_enterprise__contribsys__com|bundle_gems__contribsys__com"},
    {"snyk", "Snyk token", uuid, Check::None, "snyk"},
    {"spotify", "Spotify secret", hex32, Check::Random, "spotify"},
    {"squarespace", "Squarespace token", uuid, Check::None, "squarespace"},
    {"strava", "Strava token", hex40, Check::Random, "strava"},
    {"sumologic", "Sumo Logic key", "[0-9a-z]{64}", Check::Random, "sumo_?logic"},
    {"tmdb", "TMDB key", hex32, Check::Random, "tmdb|themoviedb"},
    {"travis", "Travis token", "[\\w-]{22}", Check::Random, "travis"},
    {"trello", "Trello token", "[0-9a-f]{32,64}", Check::Random, "trello"},
    {"twilio-token", "Twilio token", hex32, Check::Random, "twilio"},
    {"twitch", "Twitch token", "[0-9a-z]{30}", Check::Random, "twitch"},
    {"twitter", "Twitter secret", "[0-9a-z-]{25,50}", Check::Random, "twitter"},
    {"unsplash", "Unsplash key", "[\\w-]{43}", Check::Random, "unsplash"},
    {"vimeo", "Vimeo token", hex32, Check::Random, "vimeo"},
    {"vultr", "Vultr key", "[0-9a-z]{36}", Check::Random, "vultr"},
    {"weather", "weather service's key", hex32, Check::Random, "openweather\\w{0,6}|weather_?api|weatherstack"},
    {"wakatime", "WakaTime key", uuid, Check::None, "wakatime"},
    {"zendesk", "Zendesk key", alnum40, Check::Random, "zendesk"},
    {"zoom", "Zoom secret", word20, Check::Random, "zoom.{0,8}(?:secret|key|token)"},
});

} // namespace

std::span<const SecretRule> serviceRules() { return rules; }

} // namespace masking
