// Writes the records of one format as JSON, decoded: what `anonlog parse` prints.
//
// Output:  an object and a line feed per record. The key "format" comes first, then a key for each field that the format
//          has, in the catalogue's order, whatever the format's own is; null is what the line does not tell ("-").
//            time      in UTC, with the log's own digits; of a format that logs it several times or in parts one time
//            request   taken apart into method, target and protocol. Where it cannot be, it is there as it is, and
//                      those three are null
//            status, bytes, ports, durations    numbers, the durations in microseconds. Of several upstreams the
//                      durations are added up and the last status counts. "-1" is null, as servers write it for what
//                      never happened; what is no number at all is a text, as logged
//            others    texts: the decoded bytes. A byte that is not part of valid UTF-8 is written as \u00HH
//          What is no field stands in the object "other", by the format's own key, if the line has such a thing.
//          The second of two fields of one name is "host_2"; of two keys that a line names itself see OtherValues.
// Threads: one.
#ifndef ANONLOG_FILTER_CLI_DECODED_RECORD_H_
#define ANONLOG_FILTER_CLI_DECODED_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filter/cli/other_values.h"
#include "filter/output/value_text.h"
#include "parsers/field.h"
#include "parsers/record_batch.h"
#include "rules/time_zone.h"

namespace anonlog {

class DecodedRecord {
 public:
  // `slots`: of the format. `zone`: of times that do not tell theirs.
  DecodedRecord(std::string_view format, std::span<const Slot> slots, const TimeZone& zone);

  // Appends a row of a batch of these slots. `named`: what else the line names.
  void append(const RecordBatch& batch, std::size_t row, const OtherValues& named, std::string& out);

 private:
  enum class Kind : std::uint8_t { kText, kTime, kRequest, kNumber, kLastNumber, kDuration };

  // One slot. Keys are as they stand in the output: ,"status":
  struct Item {
    Kind kind = Kind::kText;
    std::size_t slot = 0;
    std::uint64_t unit_micros = 1;
    std::string key;
    std::string method_key;  // of a request, as the next two
    std::string target_key;
    std::string protocol_key;
  };

  static Kind kind_of(Field field);
  void add_items(std::span<const Slot> slots, Field field, std::vector<std::string>& names);
  static void append_value(const Item& item, std::string_view text, std::string& out);
  static void append_request(const Item& item, const RawBytes& value, std::string& out);
  void append_time(const LogTime& time, std::string& out);

  std::string begin_;         // of every record
  std::vector<Item> fields_;  // in the order of the output
  std::vector<Item> others_;  // the members of "other"
  ZoneClock zone_;
  TimeWriter times_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_DECODED_RECORD_H_
