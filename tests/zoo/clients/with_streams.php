<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// PHP's https streams: SMALL LARGE UPLOAD BODY CA
[, $small, $large, $upload, $body, $ca] = $argv;
foreach ([['GET', $small, ''], ['GET', $large, ''], ['POST', $upload, file_get_contents($body)]] as [$method, $url, $data]) {
    $context = stream_context_create([
        'http' => ['method' => $method, 'content' => $data, 'protocol_version' => 1.1, 'header' => "Connection: close\r\nContent-Type: text/plain"],
        'ssl' => ['cafile' => $ca],
    ]);
    if (file_get_contents($url, false, $context) === false)
        exit(1);
}
