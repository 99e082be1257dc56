// Writes what is sealed of records: a JSON object per line, its id and the fields that the policy seals, as logged.
//
//     {"record":"0123456789abcdef-0000000002000011","client_ip":"203.0.113.7","remote_user":null,...}
//
// Output:  every field is there, null where the log has none or says "-". Strings as `anonlog parse` spells them. Of a format
//          that logs the request as one text (or the target) the fields method, target, path, query and protocol are its
//          parts; a request that cannot be taken apart is all of it the target. time: in UTC, as it is published.
// Memory:  nothing is allocated but from `out`.
// Threads: one per worker.
#ifndef ANONLOG_FILTER_SEALING_SEALED_RECORD_WRITER_H_
#define ANONLOG_FILTER_SEALING_SEALED_RECORD_WRITER_H_

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filter/output/byte_buffer.h"
#include "filter/output/value_text.h"
#include "parsers/field.h"
#include "parsers/record_batch.h"
#include "rules/public_batch.h"
#include "rules/slot_table.h"
#include "rules/text_arena.h"
#include "rules/time_zone.h"

namespace anonlog {

class SealedRecordWriter {
 public:
  // `slots`: of the format. `zone`: of times that do not tell theirs.
  SealedRecordWriter(std::span<const Field> fields, std::span<const Slot> slots, const TimeZone& zone);

  // Appends a line for each row of `published`, whose ids are in its column record. `rows`: those of `records` that they
  // were made of. Of rows that `objections` has nothing but the id is sealed.
  void write(const RecordBatch& records, std::span<const std::uint16_t> rows,
             const std::bitset<RecordBatch::kMaxRows>& objections, const PublicBatch& published,
             ByteBuffer& out);

 private:
  enum class Part : std::uint8_t { kNothing, kWhole, kTime, kOfRequest, kOfTarget };

  struct Item {
    Field field = Field::kOther;
    std::string key;  // as it stands in the output: ,"client_ip": behind what the format lacks
    Part part = Part::kNothing;
    std::size_t slot = 0;
    std::optional<std::size_t> query_slot;  // of a target whose query is logged apart
  };

  static Item make_item(Field field, const SlotTable& slots);
  char* write_item(const Item& item, const RecordBatch& records, std::size_t row, char* out);
  std::optional<std::string_view> text_of(const Item& item, const RecordBatch& records, std::size_t row);
  [[nodiscard]] std::size_t room_bytes(const RecordBatch& records, std::span<const std::uint16_t> rows) const;

  std::vector<Item> items_;      // that the format has
  std::string end_;              // of a line
  std::size_t fixed_bytes_ = 0;  // of a line without its values
  ZoneClock zone_;
  TimeWriter times_;
  TextArena arena_;  // for targets that were put together
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_RECORD_WRITER_H_
