#include "filter/sealing/sealed_record_writer.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

#include "filter/output/json_text.h"
#include "filter/output/text_copy.h"
#include "rules/record_id.h"
#include "rules/request_line.h"
#include "rules/utc_time.h"

namespace anonlog {
namespace {

constexpr std::string_view kBegin = R"({"record":")";
constexpr std::string_view kNull = "null";

bool is_part_of_request(Field field) {
  return field == Field::kMethod || field == Field::kTarget || field == Field::kPath ||
         field == Field::kQuery || field == Field::kProtocol;
}

bool is_part_of_target(Field field) {
  return field == Field::kTarget || field == Field::kPath || field == Field::kQuery;
}

std::optional<std::string_view> part_of_target(Field field, std::string_view target) {
  if (field == Field::kTarget) return target;
  const std::size_t mark = target.find('?');
  if (field == Field::kPath) return target.substr(0, mark);
  if (mark == std::string_view::npos) return std::nullopt;
  return target.substr(mark + 1);
}

std::optional<std::string_view> part_of_request(Field field, std::string_view line) {
  const RequestLine request = split_request_line(line);
  if (request.state == RequestLine::State::kAbsent) return std::nullopt;
  if (request.state == RequestLine::State::kMalformed) {
    return field == Field::kTarget ? std::optional(line) : std::nullopt;
  }
  const RequestTexts texts = request_texts(line, request);
  if (field == Field::kMethod) return texts.method;
  if (field == Field::kProtocol) return texts.protocol;
  return part_of_target(field, texts.target);
}

}  // namespace

SealedRecordWriter::SealedRecordWriter(std::span<const Field> fields, std::span<const Slot> slots,
                                       const TimeZone& zone)
    : end_("\""), fixed_bytes_(kBegin.size() + kRecordIdBytes + 1), zone_(zone) {
  const SlotTable table(slots);
  for (const Field field : fields) {
    Item item = make_item(field, table);
    end_ += item.key;
    if (item.part == Part::kNothing) {
      end_ += kNull;
      continue;
    }
    item.key = std::exchange(end_, {});
    fixed_bytes_ += item.key.size() + kTimeRoomBytes + 2 + json_text_room_bytes(1);
    items_.push_back(std::move(item));
  }
  end_ += "}\n";
  fixed_bytes_ += end_.size();
}

SealedRecordWriter::Item SealedRecordWriter::make_item(Field field, const SlotTable& slots) {
  Item item{field, fmt::format(",\"{}\":", field_info(field).name), Part::kNothing, 0, {}};
  const auto take = [&item](std::optional<std::size_t> slot, Part part) {
    if (slot) item.slot = *slot, item.part = part;
    return slot.has_value();
  };
  if (take(slots.find(field), field == Field::kTime ? Part::kTime : Part::kWhole)) return item;
  if (is_part_of_request(field) && take(slots.find(Field::kRequest), Part::kOfRequest)) return item;
  if (!is_part_of_target(field)) return item;
  if (take(slots.find(Field::kTarget), Part::kOfTarget) || field != Field::kTarget) return item;
  if (take(slots.find(Field::kPath), Part::kWhole)) item.query_slot = slots.find(Field::kQuery);
  return item;
}

void SealedRecordWriter::write(const RecordBatch& records, std::span<const std::uint16_t> rows,
                               const std::bitset<RecordBatch::kMaxRows>& objections,
                               const PublicBatch& published, ByteBuffer& out) {
  const auto ids = published.column(Column::kRecord).texts();
  assert(published.column(Column::kRecord).form() == PublicColumn::Form::kText &&
         rows.size() == published.rows());
  char* end = out.reserve(room_bytes(records, rows));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    end = copy_text(end, kBegin);
    end = copy_text(end, ids[i].bytes());
    for (const Item& item : items_) {
      end = copy_text(end, item.key);
      end = objections[rows[i]] ? copy_text(end, kNull) : write_item(item, records, rows[i], end);
    }
    end = copy_text(end, end_);
  }
  out.commit(end);
  arena_.clear();
}

char* SealedRecordWriter::write_item(const Item& item, const RecordBatch& records, std::size_t row,
                                     char* out) {
  if (item.part == Part::kTime) {
    const PublicTime time = utc_time(records.times()[row], zone_);
    if (time.micros == PublicTime::kNull) return copy_text(out, kNull);
    *out++ = '"';
    out = times_.write(time, out);
    *out++ = '"';
    return out;
  }
  const std::optional<std::string_view> text = text_of(item, records, row);
  if (!text) return copy_text(out, kNull);
  *out++ = '"';
  out = write_json_text(*text, out);
  *out++ = '"';
  return out;
}

std::optional<std::string_view> SealedRecordWriter::text_of(const Item& item, const RecordBatch& records,
                                                            std::size_t row) {
  if (item.part == Part::kNothing) return std::nullopt;
  const RawBytes value = records.column(item.slot)[row];
  if (value.absent()) return std::nullopt;
  if (item.part == Part::kOfRequest) return part_of_request(item.field, value.bytes());
  if (item.part == Part::kOfTarget) return part_of_target(item.field, value.bytes());
  if (!item.query_slot) return value.bytes();
  const RawBytes query = records.column(*item.query_slot)[row];
  return query.absent() ? value.bytes() : with_query(value.bytes(), query.bytes(), arena_);
}

std::size_t SealedRecordWriter::room_bytes(const RecordBatch& records,
                                           std::span<const std::uint16_t> rows) const {
  std::size_t text_bytes = 0;
  const auto add = [&](std::size_t slot) {
    for (const std::uint16_t row : rows) text_bytes += records.column(slot)[row].bytes().size();
  };
  for (const Item& item : items_) {
    if (item.part == Part::kNothing || item.part == Part::kTime) continue;
    add(item.slot);
    if (item.query_slot) add(*item.query_slot);
  }
  return rows.size() * fixed_bytes_ + json_text_room_bytes(text_bytes);
}

}  // namespace anonlog
