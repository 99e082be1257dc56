#include "filter/run_meta.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "filter/cli/json_string.h"
#include "parsers/day_text.h"

namespace anonlog {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string key_text(const std::optional<KeyMeta>& key) {
  if (!key) return "null";
  std::string days;
  for (const auto& [day, fingerprint] : key->days) {
    days += fmt::format(R"({}"{}":"{}")", days.empty() ? "" : ",", day, fingerprint);
  }
  return fmt::format(R"({{"id":{},"days":{{{}}}}})", quoted(key->id), days);
}

std::string column_text(Column column, const std::optional<ColumnRule>& rule) {
  std::string text = fmt::format(R"({{"name":"{}","action":)", column_info(column).name);
  if (!rule) return text + "null}";
  text += quoted(rule->action->name);
  for (std::size_t i = 0; i < Action::kMaxParameters; ++i) {
    const ActionParameter& parameter = rule->action->parameters[i];
    if (parameter.name.empty()) continue;
    if (parameter.type == ActionParameter::Type::kName) {
      text += fmt::format(",\"{}\":{}", parameter.name, rule->name.empty() ? "null" : quoted(rule->name));
      continue;
    }
    const std::int64_t value = rule->parameters[i];
    text += fmt::format(",\"{}\":{}", parameter.name,
                        parameter.type == ActionParameter::Type::kBoolean ? (value != 0 ? "true" : "false")
                                                                          : fmt::to_string(value));
  }
  return text + "}";
}

// What is known before the first record, without the last brackets.
std::string beginning(const RunMeta& meta) {
  std::string text = std::string(kMetaBegin) + ANONLOG_VERSION + "\"";
  text += fmt::format(R"(,"policy":{{"name":{},"sha256":"{}"}})", quoted(meta.policy.name),
                      meta.policy.text_sha256);
  if (!meta.policy.release) text += ",\"site\":" + quoted(meta.policy.site);
  text += fmt::format(R"(,"key":{},"form":"{}")", key_text(meta.key), output_format_info(meta.form).name);
  if (meta.form == OutputFormat::kLogFormat) text += ",\"log_format\":" + quoted(meta.form.shape->text);
  text += ",\"columns\":[";
  std::string_view separator;
  for (const Column column : meta.columns) {
    text += separator;
    text += column_text(column, meta.policy.columns[static_cast<std::size_t>(column)]);
    separator = ",";
  }
  return text + "]";
}

std::string compression_text(const CompressionSpec& spec) {
  const CompressionInfo& info = kCompressions[static_cast<std::size_t>(spec.kind)];
  return info.max_level == 0 ? std::string(info.name) : fmt::format("{}:{}", info.name, spec.level);
}

// What is known at the end and the same for the same run, without the last brackets.
std::string with_counts(const RunMeta& meta, const Stats& stats) {
  const std::string counts = meta.policy.release ? fmt::format("\"published\":{}", stats.counts.published)
                                                 : counts_as_json(stats.counts);
  return beginning(meta) + fmt::format(R"(,"compression":"{}","inputs":{},"counts":{{{}}})",
                                       compression_text(meta.compression), meta.inputs, counts);
}

std::string time_text(std::chrono::system_clock::time_point time) {
  return second_text(std::chrono::system_clock::to_time_t(time));
}

}  // namespace

KeyMeta key_meta(const std::string& id, const DayKeys& keys) {
  KeyMeta meta{id, {}};
  const DayKeys::Days days = keys.days();
  for (std::int64_t day = days.first; day <= days.last; ++day) {
    const std::string fingerprint = key_fingerprint(keys, day);
    if (!fingerprint.empty()) meta.days.emplace_back(day_text(day), fingerprint);
  }
  return meta;
}

std::string key_fingerprint(const DayKeys& keys, std::int64_t day) {
  std::array<std::uint8_t, 4> bytes{};
  if (!keys.derive({"fingerprint", ""}, day, bytes)) return {};
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

std::string meta_line(const RunMeta& meta) { return beginning(meta) + "}}\n"; }

std::string footer_meta(const RunMeta& meta, const Stats& stats) { return with_counts(meta, stats) + "}}"; }

std::string meta_file(const RunMeta& meta, const Stats& stats,
                      std::chrono::system_clock::time_point finished) {
  return with_counts(meta, stats) +
         fmt::format(R"(,"bytes":{},"started":"{}","finished":"{}"}}}})", stats.bytes_out,
                     time_text(meta.started), time_text(finished)) +
         "\n";
}

}  // namespace anonlog
