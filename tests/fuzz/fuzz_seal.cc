// What is sealed of any line of any format is a line of valid JSON with the keys that were asked for; what is encrypted in any
// pieces is opened as it was, also when it was cut; texts that are no keys or names of ours are refused without being told.
// Input: a byte that tells which of the three, then for it a format, a place in its sample line and bytes that stand there; or
// sizes of pieces; or a text.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filter/output/age/age_encryptor.h"
#include "filter/sealing/sealed_name.h"
#include "filter/sealing/sealed_record_writer.h"
#include "parsers/formats.h"
#include "rules/agent/agent_rules.h"
#include "rules/plan.h"
#include "tests/filter/output/age/age_reader.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

struct Target {
  std::string sample;
  std::unique_ptr<Parser> parser;
};

std::vector<Target> make_targets() {
  std::vector<Target> targets;
  for (const Format& format : formats()) {
    const std::string_view sample = format.sample.substr(format.sample.rfind('\n') + 1);
    for (const FormatSource& source : format_sources(format)) {
      targets.push_back({std::string(sample), make_parser(source).value()});
    }
  }
  return targets;
}

Policy sealing_policy() {
  Policy policy;
  policy.columns[static_cast<std::size_t>(Column::kRecord)] =
      ColumnRule{find_action(Column::kRecord, "id"), {}, {}};
  return policy;
}

// All but `other`.
std::vector<Field> all_fields() {
  std::vector<Field> fields;
  for (const FieldInfo& info : kFields) {
    if (info.field != Field::kOther) fields.push_back(info.field);
  }
  return fields;
}

void check_records(std::string_view text, std::size_t records, std::span<const Field> fields) {
  static simdjson::dom::parser json;
  for (; records != 0; --records) {
    const std::size_t end = text.find('\n');
    require(end != std::string_view::npos, "a record is a line");
    const std::string line(text.substr(0, end));
    simdjson::dom::object object;
    require(json.parse(line).get(object) == simdjson::SUCCESS, "a sealed record is valid JSON");
    require(object.size() == fields.size() + 1, "a sealed record has all fields");
    auto member = object.begin();
    require(member.key() == "record", "the id comes first");
    for (const Field field : fields)
      require((++member).key() == field_info(field).name, "fields have their order");
    text.remove_prefix(end + 1);
  }
  require(text.empty(), "there are as many lines as records");
}

void seal_line(std::span<const std::uint8_t> data) {
  static const auto targets = make_targets();
  static const auto agent_rules = AgentRules::make().value();
  static const Policy policy = sealing_policy();
  static const DayKeys keys({});
  static const std::vector<Field> fields = all_fields();
  if (data.size() < 2) return;
  const Target& target = targets[data[0] % targets.size()];
  std::string line(reinterpret_cast<const char*>(data.data()) + 2, data.size() - 2);
  if (data[1] != 0) line = std::string(target.sample).insert(data[1] * 3U % target.sample.size(), line);
  const Plan plan(policy, target.parser->slots(), *agent_rules, keys);
  PlanWorker worker(plan);
  SealedRecordWriter writer(fields, target.parser->slots(), TimeZone());
  RecordBatch batch(target.parser->slots());
  LineCursor lines(line);
  Tally tally;
  while (target.parser->fill(lines, ParserLimits{}, batch, tally)) {
    ByteBuffer out;
    const PublicBatch& published = worker.apply(batch);
    writer.write(batch, worker.kept_rows(), worker.objections(), published, out);
    check_records(out.bytes(), published.rows(), fields);
  }
}

// Each byte is a piece of up to 130,560 bytes, which may end within a chunk, or with it.
void encrypt(std::span<const std::uint8_t> sizes) {
  AgePrivateKey own{};
  own.fill(9);
  AgeRecipient recipient;
  recipient.key = age_public_key(own);
  ByteBuffer out;
  const auto encryptor = AgeEncryptor::begin(std::array{recipient}, out).value();
  std::string text;
  for (const std::uint8_t size : sizes.first(std::min<std::size_t>(sizes.size(), 12))) {
    const std::string piece(std::size_t{size} * 512, static_cast<char>(size));
    text += piece;
    require(encryptor->write(piece, out).has_value(), "a piece is taken");
    const AgeOpened cut = open_age(out.bytes(), std::vector{own});
    require(cut.text.size() % AgeEncryptor::kChunkBytes == 0 && text.starts_with(cut.text),
            "what is out so far opens to whole chunks");
  }
  require(encryptor->finish(out).has_value(), "it ends");
  const AgeOpened opened = open_age(out.bytes(), std::vector{own});
  require(opened.outcome == AgeOpened::Outcome::kSuccess && opened.text == text, "what is sealed opens");
}

void read_texts(std::string_view text) {
  if (const auto name = parse_sealed_name(text)) {
    require(sealed_name(*name) == text, "a name is read as it is written");
  }
  const auto recipient = parse_age_recipient(text);
  if (recipient) {
    require(recipient->text == text && text.starts_with("age1"), "a recipient is what was given");
  } else {
    const bool is_told = text.size() > 20 && recipient.error().message.find(text) != std::string::npos;
    require(!is_told, "what is no recipient is not told");
  }
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> rest(data + 1, size - 1);
  if (data[0] % 3 == 0) anonlog::seal_line(rest);
  if (data[0] % 3 == 1) anonlog::encrypt(rest);
  if (data[0] % 3 == 2) anonlog::read_texts({reinterpret_cast<const char*>(rest.data()), rest.size()});
  return 0;
}
