#include "filter/sealing/sealed_manifest.h"

#include <fmt/format.h>

#include <array>

#include "filter/cli/json_string.h"
#include "parsers/day_text.h"
#include "rules/record_id.h"

namespace anonlog {
namespace {

std::string id_text(std::uint64_t run, std::uint64_t number) {
  std::array<char, kRecordIdBytes> text{};
  return {text.data(), write_record_id({run, number}, text.data())};
}

}  // namespace

std::string manifest_text(const SealedManifest& manifest) {
  std::string text =
      fmt::format(R"({{"version":1,"tool":"anonlog {}","file":"{}","holds":"{}","records":{})",
                  ANONLOG_VERSION, sealed_name(manifest.name),
                  manifest.name.kind == SealedKind::kRecords ? "records" : "rejects", manifest.records);
  if (manifest.name.kind == SealedKind::kRecords) {
    text +=
        fmt::format(R"(,"first_record":"{}","last_record":"{}")", id_text(manifest.name.run, manifest.first),
                    id_text(manifest.name.run, manifest.last));
  }
  text += fmt::format(R"(,"bytes":{},"sha256":"{}","recipients":[)", manifest.bytes, manifest.sha256);
  for (std::size_t i = 0; i < manifest.recipients.size(); ++i) {
    text += fmt::format(R"({}"{}")", i == 0 ? "" : ",", manifest.recipients[i].text);
  }
  text += R"(],"policy":)";
  append_json_string(manifest.policy, text);
  text += fmt::format(R"(,"policy_sha256":"{}","began":"{}","ended":"{}"}})", manifest.policy_sha256,
                      second_text(manifest.began), second_text(manifest.ended));
  return text + "\n";
}

}  // namespace anonlog
