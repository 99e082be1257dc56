// network: the client's address, cut. And the address itself, for the visitor.
#include "rules/client.h"
#include "rules/policy.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_derive_address, make_network;

namespace {

class DeriveAddress final : public Step {
 public:
  explicit DeriveAddress(std::size_t slot) : slot_(slot) {}

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    for (std::size_t row = 0; row < raw.size(); ++row) {
      data.identifying.has_address[row] =
          !raw[row].absent() && Address::parse(raw[row].bytes(), &data.identifying.addresses[row]);
    }
  }

 private:
  std::size_t slot_;
};

class DeriveForwardedAddress final : public Step {
 public:
  DeriveForwardedAddress(std::size_t list_slot, std::size_t client_slot, const TrustedProxies& trusted)
      : list_slot_(list_slot), client_slot_(client_slot), trusted_(trusted) {}

  void run(const StepData& data) override {
    const auto lists = data.records.column(list_slot_);
    const auto clients = data.records.column(client_slot_);
    for (std::size_t row = 0; row < lists.size(); ++row) {
      data.identifying.has_address[row] = find_forwarded_client(lists[row].bytes(), clients[row].bytes(),
                                                                trusted_, &data.identifying.addresses[row]);
    }
  }

 private:
  std::size_t list_slot_;
  std::size_t client_slot_;
  const TrustedProxies& trusted_;
};

class Network final : public Step {
 public:
  Network(unsigned ipv4_prefix_bits, unsigned ipv6_prefix_bits)
      : ipv4_prefix_bits_(ipv4_prefix_bits), ipv6_prefix_bits_(ipv6_prefix_bits) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kNetwork).make_texts();
    const std::size_t rows = data.records.rows();
    char* out = data.published.arena().allocate(rows * Address::kMaxNetworkText);
    for (std::size_t row = 0; row < rows; ++row) {
      if (!data.identifying.has_address[row]) {
        texts[row] = PublicText();
        continue;
      }
      const std::size_t size =
          data.identifying.addresses[row].write_network(ipv4_prefix_bits_, ipv6_prefix_bits_, out);
      texts[row] = plain({out, size});
      out += size;
    }
  }

 private:
  unsigned ipv4_prefix_bits_;
  unsigned ipv6_prefix_bits_;
};

}  // namespace

std::unique_ptr<Step> make_derive_address(const StepParts& parts) {
  const auto slots = parts.sources.slots(Source::kClient);
  if (slots.empty()) return nullptr;
  if (parts.policy.client.from != Field::kForwardedFor) return std::make_unique<DeriveAddress>(slots[0]);
  return std::make_unique<DeriveForwardedAddress>(slots[0], slots[1], parts.policy.client.trusted);
}

std::unique_ptr<Step> make_network(const StepParts& parts) {
  return std::make_unique<Network>(static_cast<unsigned>(parts.parameters[0]),
                                   static_cast<unsigned>(parts.parameters[1]));
}

}  // namespace anonlog
