#include "filter/meta_file.h"

#include <sys/stat.h>

#include <array>
#include <charconv>
#include <fstream>

#include "filter/json_members.h"
#include "filter/run_meta.h"
#include "parsers/json_scanner.h"
#include "parsers/unescape.h"

namespace anonlog {
namespace {

using Next = JsonScanner::Next;
using Kind = JsonScanner::Kind;

std::string decoded(const JsonScanner::Value& value) {
  std::string text(value.text.size(), '\0');
  text.resize(unescape(Escapes::kBackslash, value.text, text.data()));
  return text;
}

// Texts of an object by their keys.
struct TextMember {
  std::string_view key;
  std::string& text;
};

template <std::size_t kSize>
bool read_texts(JsonScanner& json, const JsonScanner::Value& object, const TextMember (&members)[kSize]) {
  if (object.kind != Kind::kObject) return pass(json, object);
  return each_member(json, [&](std::string_view key, const JsonScanner::Value& value) {
    for (const TextMember& member : members) {
      if (member.key == key && value.kind == Kind::kString) member.text = decoded(value);
    }
    return pass(json, value);
  });
}

bool read_days(JsonScanner& json, const JsonScanner::Value& object, MetaFile& meta) {
  if (object.kind != Kind::kObject) return pass(json, object);
  return each_member(json, [&](std::string_view day, const JsonScanner::Value& value) {
    if (value.kind == Kind::kString) meta.fingerprints.emplace(day, value.text);
    return pass(json, value);
  });
}

bool read_key(JsonScanner& json, const JsonScanner::Value& object, MetaFile& meta) {
  if (object.kind != Kind::kObject) return pass(json, object);
  return each_member(json, [&](std::string_view key, const JsonScanner::Value& value) {
    if (key == "days") return read_days(json, value, meta);
    if (key == "id" && value.kind == Kind::kString) meta.key_id = decoded(value);
    return pass(json, value);
  });
}

bool read_columns(JsonScanner& json, const JsonScanner::Value& array, MetaFile& meta) {
  if (array.kind != Kind::kArray) return false;
  for (JsonScanner::Value element;;) {
    const Next next = json.next_element(element);
    if (next != Next::kOne) return next == Next::kEnd;
    std::string name;
    std::string action;
    if (!read_texts(json, element, {{"name", name}, {"action", action}})) return false;
    // A column of another version is of no interest to this one.
    if (const auto column = find_column(name)) meta.columns.push_back({*column, action});
  }
}

bool read_member(JsonScanner& json, std::string_view key, const JsonScanner::Value& value, MetaFile& meta) {
  if (key == "policy") {
    return read_texts(json, value, {{"name", meta.policy_name}, {"sha256", meta.policy_sha256}});
  }
  if (key == "key") return read_key(json, value, meta);
  if (key == "columns") return read_columns(json, value, meta);
  if (key == "form" && value.kind == Kind::kString) meta.form = decoded(value);
  if (key == "site" && value.kind == Kind::kString) meta.site = decoded(value);
  if (key == "log_format" && value.kind == Kind::kString) meta.log_format = decoded(value);
  if (key == "bytes" && value.kind == Kind::kBare) {
    std::uint64_t bytes = 0;
    const char* const end = value.text.data() + value.text.size();
    const auto [stop, error] = std::from_chars(value.text.data(), end, bytes);
    if (error == std::errc() && stop == end) meta.bytes = bytes;
  }
  return pass(json, value);
}

// No more than kMaxBytes and one.
std::string read_text(const std::string& path, std::size_t max_bytes) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::ifstream file(path, std::ios::binary);
  std::string text(max_bytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace

std::optional<MetaFile> MetaFile::parse(std::string_view text) {
  if (!text.starts_with(kMetaBegin)) return std::nullopt;
  JsonScanner json(text, true);
  JsonScanner::Value key;
  const bool is_entered =
      json.open() && json.next_member(key) == Next::kOne && json.value().kind == Kind::kObject;
  MetaFile meta;
  const bool is_whole =
      is_entered && each_member(json, [&](std::string_view name, const JsonScanner::Value& value) {
        return read_member(json, name, value, meta);
      });
  return is_whole ? std::optional(std::move(meta)) : std::nullopt;
}

std::optional<MetaFile> MetaFile::beside(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  std::optional<MetaFile> meta = parse(read_text(path + std::string(kMetaEnding), kMaxBytes));
  const bool is_of_this = meta && meta->bytes == static_cast<std::uint64_t>(status.st_size);
  return is_of_this ? std::move(meta) : std::nullopt;
}

bool is_meta_file(const std::string& path) { return read_text(path, kMetaBegin.size()) == kMetaBegin; }

}  // namespace anonlog
