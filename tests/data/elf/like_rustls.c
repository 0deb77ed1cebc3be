/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What remains of rustls after rustc: unterminated texts, a table of their addresses and lengths, and the source locations
 * that a panic names.  -DTABLE, -DPLACES: which of these exist.
 */
static const char texts[] = "CLIENT_EARLY_TRAFFIC_SECRETCLIENT_HANDSHAKE_TRAFFIC_SECRETSERVER_HANDSHAKE_TRAFFIC_SECRET"
			    "CLIENT_TRAFFIC_SECRET_0SERVER_TRAFFIC_SECRET_0EXPORTER_SECRET";

struct slice {
	const char *text;
	unsigned long length;
};

#ifdef TABLE
const struct slice labels[] = { { texts, 27 }, { texts + 27, 31 }, { texts + 58, 31 }, { texts + 89, 23 }, { texts + 112, 23 } };
#endif
#ifdef PLACES
const char place[] = "/build/.cargo/registry/src/index.crates.io-6f17d22bba15001f/rustls-0.23.11/src/client/hs.rs";
#endif

const char *text_at(unsigned long place_of_text)
{
	return texts + place_of_text;
}
