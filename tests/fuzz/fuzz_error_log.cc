// Lines of error logs. Input: a byte that tells which log, another that tells where the sample line is damaged, and the bytes
// that are put there; from a byte of 250 on, the bytes are the whole line.
//
// Oracle: what nginx's context says, found the slow way; Apache's message and referrer, found from the right; nothing is
// read of a context that may be a client's, nor of a value that was cut; a message is one of the list.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error_log.h"
#include "parsers/unescape.h"
#include "rules/messages/message_table.h"
#include "rules/messages/message_templates.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

struct Log {
  std::string_view text;
  std::string_view sample;
};

constexpr Log kLogs[] = {
    {"nginx",
     R"(2025/11/23 17:37:28 [error] 7#8: *9 open() "/srv/a" failed (2: No such file or directory), client: 203.0.113.7, )"
     R"(server: a.example, request: "GET /a HTTP/1.1", subrequest: "/b", upstream: "http://192.0.2.1/", )"
     R"(host: "a.example", referrer: "https://b.example/")"},
    {"apache",
     "[Sun Nov 23 17:37:28.123456 2025] [core:error] [pid 1:tid 2] mod_a.c(81): (2)No such file: [client "
     "203.0.113.7:51234] AH00128: File does not exist: /srv/a, referer: https://b.example/"},
    {"apache-2.2",
     "[Sun Nov 23 17:37:28 2025] [error] [client 203.0.113.7] File does not exist: /srv/a, referer: "
     "https://b.example/"}};

using Fields = std::map<std::string, std::string>;

Fields fields_of(const Parser& parser, const RecordBatch& batch) {
  Fields fields;
  for (std::size_t slot = 0; slot < parser.slots().size(); ++slot) {
    const RawBytes cell = batch.column(slot)[0];
    if (!cell.absent()) fields[parser.slots()[slot].key] = std::string(cell.bytes());
  }
  return fields;
}

// The fields of nginx's context, key by key, each at the first place where the rule lets it end.
Fields context_of(std::string text, bool is_cut) {
  const std::string quoted[] = {"request", "subrequest", "upstream", "host", "referrer"};
  Fields fields;
  const auto bare = [&](const std::string& key) {
    const std::size_t end = text.find(", ");
    if (end != std::string::npos || !is_cut) fields[key] = text.substr(0, end);
    text = end == std::string::npos ? "" : text.substr(end);
  };
  bare("client_ip");
  if (text.starts_with(", server: ")) {
    text = text.substr(10);
    bare("server_name");
  }
  for (std::size_t i = 0; i < std::size(quoted); ++i) {
    const std::string key = ", " + quoted[i] + ": \"";
    if (!text.starts_with(key)) continue;
    text = text.substr(key.size());
    std::size_t end = 1;
    const auto ends = [&] {
      return text[end - 1] == '"' &&
             std::any_of(quoted + i + 1, std::end(quoted), [&](const std::string& next) {
               return text.compare(end, next.size() + 5, ", " + next + ": \"") == 0;
             });
    };
    while (end < text.size() && !ends()) ++end;
    const bool is_last = end >= text.size();
    if (!is_last || (!is_cut && text.ends_with('"'))) fields[quoted[i]] = text.substr(0, end - 1);
    text = is_last ? "" : text.substr(end);
  }
  return fields;
}

void check_nginx(const std::string& line, Fields fields) {
  const std::string key = ", client: ";
  std::string body = line.substr(line.find(": ", line.find("] ") + 2) + 2);
  if (body.starts_with('*')) {
    const std::size_t space = body.find(' ');
    body = body.substr(space == std::string::npos ? 1 : space + 1);
  }
  const std::string message = fields.at("message");
  require(body.substr(0, body.find(key)) == message, "a message ends where the context begins");
  for (const char* name : {"time", "level", "process", "connection", "message"}) fields.erase(name);
  if (body.find(key) != body.rfind(key) || body.find(key) == std::string::npos) {
    require(fields.empty(), "no context, or two: none is read");
    return;
  }
  require(fields == context_of(body.substr(body.find(key) + key.size()), line.size() >= 2047),
          "the context is what the slow way finds");
}

std::string decoded(std::string text) {
  text.resize(unescape(Escapes::kBackslash, text, text.data()));
  return text;
}

void check_apache(const std::string& line, const Fields& fields) {
  const std::string key = ", referer: ";
  const std::string message = fields.at("message");
  if (const auto referrer = fields.find("referrer"); referrer != fields.end()) {
    const std::size_t at = line.rfind(key);
    require(at != std::string::npos && line.size() < 8190, "a whole referrer stands behind its key");
    require(referrer->second == decoded(line.substr(at + key.size())),
            "the referrer is what is behind the last key");
    require(decoded(line.substr(0, at)).ends_with(message), "the message stands before it");
  } else if (line.size() < 8190) {
    require(decoded(line).ends_with(message), "a message without a referrer ends the line");
  }
}

void check(std::size_t which, const std::string& line) {
  static const auto parsers = [] {
    std::vector<std::unique_ptr<Parser>> made;
    for (const Log& log : kLogs) {
      FormatSource source;
      source.text = log.text;
      made.push_back(compile_error_log(source).value());
    }
    return made;
  }();
  const Parser& parser = *parsers[which];
  RecordBatch batch(parser.slots());
  if (!batch.has_room(line.size())) return;
  if (parser.read_line(line, line.find('\\') != std::string::npos, batch) != LineRead::kRecord) return;
  const Fields fields = fields_of(parser, batch);
  if (which == 0) {
    check_nginx(line, fields);
  } else {
    check_apache(line, fields);
  }
  require(MessageTemplates::all().id_of(fields.at("message")) < error_messages().size(),
          "a message is of the list");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t which = data[0] % std::size(anonlog::kLogs);
  const std::string bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  std::string line(anonlog::kLogs[which].sample);
  if (data[1] >= 250) {
    line = bytes;
  } else {
    line.insert(data[1] * 2U % (line.size() + 1), bytes);
  }
  if (!line.empty()) anonlog::check(which, line);
  return 0;
}
