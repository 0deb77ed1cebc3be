# SPDX-License-Identifier: GPL-3.0-or-later
# SMALL LARGE UPLOAD BODY CA
use strict;
use warnings;
use LWP::UserAgent;

my ($small, $large, $upload, $body, $ca) = @ARGV;
my $agent = LWP::UserAgent->new(ssl_opts => { SSL_ca_file => $ca }, keep_alive => 1);
open(my $file, '<:raw', $body) or die;
my $data = do { local $/; <$file> };
for my $answer ($agent->get($small), $agent->get($large), $agent->post($upload, Content => $data)) {
    die $answer->status_line unless $answer->is_success;
}
