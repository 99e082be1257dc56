#include "parsers/wrapper.h"

#include "parsers/json_wrapper.h"
#include "parsers/line_escapes.h"
#include "parsers/line_prefix.h"
#include "parsers/syslog_line.h"

namespace anonlog {
namespace {

constexpr Wrapper kWrappers[] = {
    {.name = "cri",
     .summary = "containerd, CRI-O and Podman: `2016-10-06T00:17:09.669794202Z stdout F ...`, pieces joined",
     .read = read_cri,
     .joins = true},
    {.name = "docker",
     .summary =
         "Docker's json-file: `{\"log\":\"...\\n\",\"stream\":\"stdout\",\"time\":...}`, pieces joined",
     .read = read_docker_json,
     .joins = true},
    {.name = "journal", .summary = "journalctl -o json: MESSAGE", .read = read_journal_json},
    {.name = "syslog",
     .summary =
         "RFC 3164 and RFC 5424, with or without <PRI>, and `2024-05-07T08:39:37+00:00 host prog[pid]: ...`",
     .read = read_syslog},
    {.name = "kubectl", .summary = "kubectl logs --prefix: `[pod/NAME/CONTAINER] ...`", .read = read_kubectl},
    {.name = "compose", .summary = "docker compose and pm2: `NAME  | ...`", .read = read_compose},
    {.name = "iso",
     .summary = "kubectl logs --timestamps, docker logs -t: `2024-05-07T08:39:37.326492Z ...`",
     .read = read_iso},
    {.name = "colours", .summary = "ANSI colours (ESC [ ... m)", .read = read_colours},
    {.name = "host",
     .summary = "the name of a host behind such a time",
     .read = read_host,
     .needs_proof = true,
     .only_within = "iso"},
    {.name = "octal",
     .summary = "control bytes as rsyslog escapes them: #011 for a tab",
     .read = read_octal_escapes,
     .needs_proof = true},
    {.name = "backslashes",
     .summary = "quotes as syslog-ng escapes them: \\\"",
     .read = read_escaped_quotes,
     .needs_proof = true},
    {.name = "quoted",
     .summary = "whole lines in quotes, those in them doubled, as CSV has them",
     .read = read_quoted_line,
     .needs_proof = true},
};

}  // namespace

std::span<const Wrapper> wrappers() { return kWrappers; }

}  // namespace anonlog
