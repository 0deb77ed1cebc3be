#!/usr/bin/env escript
%% SPDX-License-Identifier: GPL-3.0-or-later
%% Erlang's httpc: SMALL LARGE UPLOAD BODY CA
main([Small, Large, Upload, Body, Ca]) ->
    {ok, _} = application:ensure_all_started(inets),
    {ok, _} = application:ensure_all_started(ssl),
    Options = [{ssl, [{verify, verify_peer}, {cacertfile, Ca}, {server_name_indication, "localhost"}]}, {timeout, 60000}],
    {ok, Data} = file:read_file(Body),
    {ok, _} = httpc:request(get, {Small, []}, Options, []),
    {ok, _} = httpc:request(get, {Large, []}, Options, []),
    {ok, _} = httpc:request(post, {Upload, [], "text/plain", Data}, Options, []).
