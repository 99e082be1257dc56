#include "filter/cli/decoded_record.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "filter/cli/json_string.h"
#include "parsers/number_text.h"
#include "rules/request_line.h"
#include "rules/utc_time.h"

namespace anonlog {
namespace {

// `name`, or `name`_2 and so on when it is among `names`, which it joins.
std::string unique_name(std::string_view name, std::vector<std::string>& names) {
  std::string unique(name);
  for (int i = 2; std::ranges::find(names, unique) != names.end(); ++i) {
    unique = std::string(name) + "_" + std::to_string(i);
  }
  names.push_back(unique);
  return unique;
}

std::string member_key(std::string_view name, std::vector<std::string>& names) {
  std::string key = ",";
  append_json_string(unique_name(name, names), key);
  return key + ":";
}

void append_number(std::uint64_t number, std::string& out) {
  std::array<char, kNumberRoomBytes> text;
  out.append(text.data(), write_number(number, text.data()));
}

void append_optional(std::optional<std::string_view> text, std::string& out) {
  if (text) {
    append_json_string(*text, out);
  } else {
    out += "null";
  }
}

// What stands for a number that there is not.
bool is_no_value(std::string_view text) { return text.empty() || text == "-" || text == "-1"; }

// Nothing: none of the list has a value. kNoNumber: one of them is no duration.
std::optional<std::uint64_t> read_sum(std::string_view list, std::uint64_t unit_micros) {
  std::optional<std::uint64_t> sum;
  for (std::string_view part; take_list_part(list, part);) {
    if (is_no_value(part)) continue;
    const std::uint64_t micros = read_duration(without_plus(part), unit_micros);
    if (micros == kNoNumber || micros > kNoNumber - 1 - sum.value_or(0)) return kNoNumber;
    sum = sum.value_or(0) + micros;
  }
  return sum;
}

std::optional<std::uint64_t> read_number(std::string_view text) {
  if (is_no_value(text)) return std::nullopt;
  return read_whole(without_plus(text));
}

std::optional<std::uint64_t> read_last(std::string_view list) {
  std::string_view last;
  for (std::string_view part; take_list_part(list, part);) last = part;
  return read_number(last);
}

}  // namespace

DecodedRecord::Kind DecodedRecord::kind_of(Field field) {
  switch (field) {
    case Field::kTime:
      return Kind::kTime;
    case Field::kRequest:
      return Kind::kRequest;
    case Field::kClientPort:
    case Field::kServerPort:
    case Field::kStatus:
    case Field::kBodyBytes:
    case Field::kBytesSent:
    case Field::kRequestBytes:
      return Kind::kNumber;
    case Field::kUpstreamStatus:
      return Kind::kLastNumber;
    case Field::kDurationUs:
    case Field::kUpstreamDurationUs:
      return Kind::kDuration;
    default:
      return Kind::kText;
  }
}

DecodedRecord::DecodedRecord(std::string_view format, std::span<const Slot> slots, const TimeZone& zone)
    : begin_(R"({"format":)"), zone_(zone) {
  append_json_string(format, begin_);
  std::vector<std::string> names;
  for (const FieldInfo& info : kFields) {
    if (info.field != Field::kOther) add_items(slots, info.field, names);
  }
  names.clear();
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot].field != Field::kOther) continue;
    Item& item = others_.emplace_back();
    item.slot = slot;
    item.key = member_key(slots[slot].key, names);
    if (others_.size() == 1) item.key.erase(0, 1);  // the comma
  }
}

void DecodedRecord::add_items(std::span<const Slot> slots, Field field, std::vector<std::string>& names) {
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot].field != field) continue;
    Item item{kind_of(field),
              slot,
              micros_in(slots[slot].unit),
              member_key(field_info(field).name, names),
              {},
              {},
              {}};
    if (item.kind == Kind::kRequest) {
      item.method_key = member_key(field_info(Field::kMethod).name, names);
      item.target_key = member_key(field_info(Field::kTarget).name, names);
      item.protocol_key = member_key(field_info(Field::kProtocol).name, names);
    }
    fields_.push_back(std::move(item));
    if (field == Field::kTime) return;  // the row has one time, of all of them
  }
}

void DecodedRecord::append(const RecordBatch& batch, std::size_t row, const OtherValues& named,
                           std::string& out) {
  const auto append_cell = [&](const Item& item) {
    const RawBytes value = batch.column(item.slot)[row];
    if (item.kind == Kind::kTime) {
      out += item.key;
      append_time(batch.times()[row], out);
    } else if (item.kind == Kind::kRequest) {
      append_request(item, value, out);
    } else if (value.absent()) {
      out.append(item.key).append("null");
    } else {
      out += item.key;
      append_value(item, value.bytes(), out);
    }
  };
  out += begin_;
  std::ranges::for_each(fields_, append_cell);
  if (!others_.empty() || !named.empty()) {
    out += R"(,"other":{)";
    std::ranges::for_each(others_, append_cell);
    if (!others_.empty() && !named.empty()) out += ',';
    named.append_members(out);
    out += '}';
  }
  out += "}\n";
}

void DecodedRecord::append_value(const Item& item, std::string_view text, std::string& out) {
  std::optional<std::uint64_t> number = kNoNumber;
  if (item.kind == Kind::kNumber) number = read_number(text);
  if (item.kind == Kind::kLastNumber) number = read_last(text);
  if (item.kind == Kind::kDuration) number = read_sum(text, item.unit_micros);
  if (!number) {
    out += "null";
  } else if (*number == kNoNumber) {
    append_json_string(text, out);
  } else {
    append_number(*number, out);
  }
}

void DecodedRecord::append_request(const Item& item, const RawBytes& value, std::string& out) {
  const RequestLine request = value.absent() ? RequestLine{} : split_request_line(value.bytes());
  RequestTexts texts;
  const bool is_parsed = request.state == RequestLine::State::kParsed;
  if (is_parsed) texts = request_texts(value.bytes(), request);
  if (!is_parsed && !value.absent()) {
    out += item.key;
    append_json_string(value.bytes(), out);
  }
  const auto part = [&](const std::string& key, std::optional<std::string_view> text) {
    out += key;
    append_optional(is_parsed ? text : std::nullopt, out);
  };
  part(item.method_key, texts.method);
  part(item.target_key, texts.target);
  part(item.protocol_key, texts.protocol);
}

void DecodedRecord::append_time(const LogTime& logged, std::string& out) {
  const PublicTime time = utc_time(logged, zone_);
  if (time.micros == PublicTime::kNull) {
    out += "null";
    return;
  }
  std::array<char, kTimeRoomBytes> text;
  out += '"';
  out.append(text.data(), times_.write(time, text.data()));
  out += '"';
}

}  // namespace anonlog
