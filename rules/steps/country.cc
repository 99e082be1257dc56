// country, asn: of the client's whole address, before it is cut.
#include <algorithm>

#include "rules/country/address_database.h"
#include "rules/country/country_list.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_country, make_asn;

namespace {

class Country final : public Step {
 public:
  explicit Country(const AddressRanges& ranges) : ranges_(ranges) {}

  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kCountry).make_ids(countries());
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      // The null of ranges, cut to 16 bits, is the null of ids.
      static_assert(static_cast<std::uint16_t>(AddressRanges::kNone) == PublicColumn::kNullId);
      ids[row] = data.identifying.has_address[row]
                     ? static_cast<std::uint16_t>(ranges_.find(data.identifying.addresses[row]))
                     : PublicColumn::kNullId;
    }
  }

 private:
  const AddressRanges& ranges_;
};

class AutonomousSystem final : public Step {
 public:
  explicit AutonomousSystem(const AddressRanges& ranges) : ranges_(ranges) {}

  void run(const StepData& data) override {
    const auto numbers = data.published.column(Column::kAsn).make_numbers();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const std::uint32_t number = data.identifying.has_address[row]
                                       ? ranges_.find(data.identifying.addresses[row])
                                       : AddressRanges::kNone;
      numbers[row] = number == AddressRanges::kNone ? PublicColumn::kNullNumber : number;
    }
  }

 private:
  const AddressRanges& ranges_;
};

}  // namespace

std::unique_ptr<Step> make_country(const StepParts& parts) {
  if (parts.address_database.countries.empty()) return nullptr;
  return std::make_unique<Country>(parts.address_database.countries);
}

std::unique_ptr<Step> make_asn(const StepParts& parts) {
  if (parts.address_database.systems.empty()) return nullptr;
  return std::make_unique<AutonomousSystem>(parts.address_database.systems);
}

}  // namespace anonlog
