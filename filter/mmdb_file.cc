#include "filter/mmdb_file.h"

#include <fmt/format.h>

#if defined(ANONLOG_MMDB)

#include <maxminddb.h>

#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/country/country_list.h"

namespace anonlog {
namespace {

class MmdbReader {
 public:
  explicit MmdbReader(const std::string& path) : path_(path) {}
  ~MmdbReader() {
    if (is_open_) MMDB_close(&file_);
  }
  MmdbReader(const MmdbReader&) = delete;
  MmdbReader& operator=(const MmdbReader&) = delete;

  Result<AddressDatabase> read() {
    const int status = MMDB_open(path_.c_str(), MMDB_MODE_MMAP, &file_);
    if (status != MMDB_SUCCESS) return damaged(MMDB_strerror(status));
    is_open_ = true;
    const bool has_ipv6 = file_.metadata.ip_version == 6;
    Record ipv4{MMDB_RECORD_TYPE_SEARCH_NODE, 0, {}};
    // IPv4 is ::/96 of a tree of IPv6.
    for (unsigned depth = 0; has_ipv6 && depth < 96 && ipv4.type == MMDB_RECORD_TYPE_SEARCH_NODE; ++depth) {
      MMDB_search_node_s node;
      if (!read_node(ipv4.node, &node)) return damaged("its search tree cannot be read");
      ipv4 = {node.left_record_type, static_cast<std::uint32_t>(node.left_record), node.left_record_entry};
    }
    if (!walk(ipv4, 96, 0)) return damaged("its search tree cannot be read");
    if (ipv4.type == MMDB_RECORD_TYPE_SEARCH_NODE) ipv4_node_ = ipv4.node;
    if (has_ipv6 && !walk({MMDB_RECORD_TYPE_SEARCH_NODE, 0, {}}, 0, kIpv6Begin)) {
      return damaged("its search tree cannot be read");
    }
    database_.countries.finish();
    database_.systems.finish();
    if (database_.countries.empty() && database_.systems.empty()) {
      return damaged("it has neither countries nor numbers of autonomous systems");
    }
    return std::move(database_);
  }

 private:
  static constexpr unsigned kBits = 128;
  // Only 2000::/3 is given to anyone.
  static constexpr Uint128 kIpv6Begin = Uint128{1} << 125U;

  // What a side of a node leads to.
  struct Record {
    std::uint8_t type;
    std::uint32_t node;  // of a search node
    MMDB_entry_s entry;  // of data
  };
  struct Place {
    Record record;
    Uint128 prefix;
    unsigned depth;
  };
  struct Value {
    std::uint32_t country = AddressRanges::kNone;
    std::uint32_t system = AddressRanges::kNone;
  };

  [[nodiscard]] tl::unexpected<Error> damaged(std::string_view why) const {
    return fail(ErrorKind::kBadInput,
                fmt::format("{}: cannot be used as a country database: {}", path_, why));
  }

  bool read_node(std::uint32_t number, MMDB_search_node_s* node) const {
    return MMDB_read_node(&file_, number, node) == MMDB_SUCCESS;
  }

  // All data from a record on, in the order of addresses. `only`: 0, or the begin of the only /3 that counts. False: the
  // tree is damaged.
  bool walk(Record root, unsigned depth, Uint128 only) {
    std::vector<Place> places = {{root, 0, depth}};
    // A tree has each node once; two sides of nodes that lead to one could keep us here for years.
    for (std::uint64_t nodes = 0; !places.empty();) {
      const Place place = places.back();
      places.pop_back();
      if (only != 0 && place.depth == 3 && place.prefix != only) continue;
      if (place.record.type == MMDB_RECORD_TYPE_EMPTY) continue;
      if (place.record.type == MMDB_RECORD_TYPE_DATA) {
        if (!add(place, only != 0)) return false;
        continue;
      }
      if (place.record.type != MMDB_RECORD_TYPE_SEARCH_NODE || place.depth == kBits) return false;
      if (only != 0 && place.record.node == ipv4_node_) continue;  // IPv4 once more, as 6to4 has it
      MMDB_search_node_s node;
      if (++nodes > file_.metadata.node_count || !read_node(place.record.node, &node)) return false;
      const unsigned below = place.depth + 1;
      places.push_back(
          {{node.right_record_type, static_cast<std::uint32_t>(node.right_record), node.right_record_entry},
           place.prefix | Uint128{1} << (kBits - below),
           below});
      places.push_back(
          {{node.left_record_type, static_cast<std::uint32_t>(node.left_record), node.left_record_entry},
           place.prefix,
           below});
    }
    return true;
  }

  bool add(const Place& place, bool is_ipv6) {
    const Uint128 last = place.prefix | ((Uint128{1} << (kBits - place.depth)) - 1);
    const Value value = value_of(place.record.entry);
    return add(database_.countries, place.prefix, last, value.country, is_ipv6) &&
           add(database_.systems, place.prefix, last, value.system, is_ipv6);
  }

  static bool add(AddressRanges& ranges, Uint128 first, Uint128 last, std::uint32_t value, bool is_ipv6) {
    if (value == AddressRanges::kNone) return true;
    return is_ipv6
               ? ranges.add_ipv6(first, last, value)
               : ranges.add_ipv4(static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), value);
  }

  // Many networks share their data.
  Value value_of(MMDB_entry_s entry) {
    const auto [known, is_new] = values_.try_emplace(entry.offset);
    if (is_new) known->second = {read_country(entry), read_system(entry)};
    return known->second;
  }

  // Empty: it is no text, or there is none.
  static std::string_view text(MMDB_entry_s entry, std::initializer_list<const char*> path,
                               MMDB_entry_data_s* data) {
    std::vector<const char*> keys(path);
    keys.push_back(nullptr);
    const int status = MMDB_aget_value(&entry, data, keys.data());
    if (status != MMDB_SUCCESS || !data->has_data) *data = {};
    if (!data->has_data || data->type != MMDB_DATA_TYPE_UTF8_STRING) return {};
    return {data->utf8_string, data->data_size};
  }

  static std::uint32_t read_country(MMDB_entry_s entry) {
    MMDB_entry_data_s data;
    std::string_view code = text(entry, {"country", "iso_code"}, &data);
    if (code.empty()) code = text(entry, {"country_code"}, &data);
    if (code.empty()) code = text(entry, {"country"}, &data);
    const std::uint16_t id = country_id(code);
    return id == PublicColumn::kNullId ? AddressRanges::kNone : id;
  }

  // A number, or a text as "AS64496".
  static std::uint32_t read_system(MMDB_entry_s entry) {
    for (const char* const key : {"autonomous_system_number", "asn"}) {
      MMDB_entry_data_s data;
      std::string_view number = text(entry, {key}, &data);
      if (data.has_data && data.type == MMDB_DATA_TYPE_UINT32) return data.uint32;
      if (data.has_data && data.type == MMDB_DATA_TYPE_UINT16) return data.uint16;
      if (number.starts_with("AS")) number.remove_prefix(2);
      std::uint32_t system = 0;
      const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), system);
      if (!number.empty() && error == std::errc() && end == number.data() + number.size()) return system;
    }
    return AddressRanges::kNone;
  }

  std::string path_;
  MMDB_s file_{};
  bool is_open_ = false;
  std::uint64_t ipv4_node_ = ~std::uint64_t{0};      // none yet
  std::unordered_map<std::uint32_t, Value> values_;  // by offset
  AddressDatabase database_;
};

}  // namespace

Result<AddressDatabase> read_mmdb(const std::string& path) { return MmdbReader(path).read(); }

}  // namespace anonlog

#else

namespace anonlog {

Result<AddressDatabase> read_mmdb(const std::string& path) {
  return fail(
      ErrorKind::kUsage,
      fmt::format(
          "{}: is a MaxMind database (MMDB), and this program was built without libmaxminddb; give a text "
          "file as that of Debian's package tor-geoipdb, or build it where libmaxminddb-dev is installed",
          path));
}

}  // namespace anonlog

#endif
