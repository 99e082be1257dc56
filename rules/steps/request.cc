// method, path, protocol: the request line, or the parts of it that a format logs apart.
#include <algorithm>
#include <optional>
#include <span>

#include "rules/policy.h"
#include "rules/redaction/redactor.h"
#include "rules/request_line.h"
#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/steps/path.h"

namespace anonlog {

StepMaker make_derive_request, make_listed_path, make_method, make_path, make_protocol;

namespace {

class DeriveRequest final : public Step {
 public:
  explicit DeriveRequest(std::size_t slot) : slot_(slot) {}

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    for (std::size_t row = 0; row < raw.size(); ++row) {
      data.identifying.requests[row] =
          raw[row].absent() ? RequestLine{} : split_request_line(raw[row].bytes());
    }
  }

 private:
  std::size_t slot_;
};

class DeriveRequestFromParts final : public Step {
 public:
  explicit DeriveRequestFromParts(const SlotTable& slots)
      : method_(slots.find(Field::kMethod)),
        target_(slots.find({Field::kTarget, Field::kPath})),
        protocol_(slots.find(Field::kProtocol)) {}

  [[nodiscard]] bool has_any() const { return method_ || target_ || protocol_; }

  void run(const StepData& data) override {
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      RequestLine request;
      if (const auto method = value(data, method_, row)) request.method = method_id(*method);
      if (const auto protocol = value(data, protocol_, row)) request.protocol = protocol_id(*protocol);
      if (const auto target = value(data, target_, row)) {
        request.state = RequestLine::State::kParsed;
        request.target = *target;
      }
      data.identifying.requests[row] = request;
    }
  }

 private:
  static std::optional<std::string_view> value(const StepData& data, std::optional<std::size_t> slot,
                                               std::size_t row) {
    if (!slot) return std::nullopt;
    const RawBytes raw = data.records.column(*slot)[row];
    if (raw.absent() || raw.bytes().empty()) return std::nullopt;
    return raw.bytes();
  }

  std::optional<std::size_t> method_;
  std::optional<std::size_t> target_;
  std::optional<std::size_t> protocol_;
};

class Method final : public Step {
 public:
  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kMethod).make_ids(method_names());
    for (std::size_t row = 0; row < data.records.rows(); ++row)
      ids[row] = data.identifying.requests[row].method;
  }
};

class Protocol final : public Step {
 public:
  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kProtocol).make_ids(protocol_names());
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      ids[row] = data.identifying.requests[row].protocol;
    }
  }
};

class Path final : public Step {
 public:
  Path(const StepParts& parts, Column column)
      : column_(column),
        redactor_(parts.policy.redaction, column, parts.redactions, parts.parameters[0] != 0),
        status_(parts.parameters[1] != 0 ? parts.sources.slot(Source::kStatus) : std::nullopt),
        query_(parts.policy.redaction.query.empty() ? std::nullopt : parts.sources.slot(Source::kQuery)) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(column_).make_texts();
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      RequestLine request = data.identifying.requests[row];
      if (status_ && is_unknown(request, data.records.column(*status_)[row])) {
        texts[row] = plain(redactor_.replace(kNotFoundClass));
        continue;
      }
      if (query_)
        request.target = with_query(request.target, data.records.column(*query_)[row].bytes(), arena);
      texts[row] = redacted_target(request, redactor_, arena);
    }
  }

 private:
  // Whether the server knew nothing of what was asked for: then the path is what the client made up, or mistyped.
  static bool is_unknown(const RequestLine& request, RawBytes status) {
    if (request.state == RequestLine::State::kAbsent || status.absent()) return false;
    const std::string_view code = status.bytes();
    return code == "400" || code == "404" || code == "405" || code == "414";
  }

  Column column_;
  Redactor redactor_;
  std::optional<std::size_t> status_;
  std::optional<std::size_t> query_;
};

// The first segment when the operator listed it.
class ListedPath final : public Step {
 public:
  ListedPath(const RedactionPolicy& policy, RedactionCounts& counts, Column column)
      : column_(column), listed_(policy.paths), redactor_(policy, column, counts) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(column_).make_texts();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      texts[row] = publish(data.identifying.requests[row]);
    }
  }

 private:
  PublicText publish(const RequestLine& request) {
    if (request.state == RequestLine::State::kAbsent) return {};
    std::string_view path;
    const bool parsed = request.state == RequestLine::State::kParsed;
    if (!parsed || !target_path(request.target, &path)) return plain(redactor_.replace(kMalformedClass));
    path = path.substr(0, path.find_first_of("?#"));
    const std::string_view segment = path.substr(0, path.find('/', 1));
    // "/" is the root alone, and not what begins with an empty segment.
    const auto listed = segment == "/" && path != "/" ? listed_.end() : std::ranges::find(listed_, segment);
    return plain(listed == listed_.end() ? redactor_.replace(kOtherClass) : std::string_view(*listed));
  }

  Column column_;
  std::span<const std::string> listed_;
  Redactor redactor_;  // counts
};

}  // namespace

std::unique_ptr<Step> make_derive_request(const StepParts& parts) {
  if (const auto slot = parts.slots.find(Field::kRequest)) return std::make_unique<DeriveRequest>(*slot);
  auto from_parts = std::make_unique<DeriveRequestFromParts>(parts.slots);
  if (!from_parts->has_any()) return nullptr;
  return from_parts;
}

std::unique_ptr<Step> make_method(const StepParts& /*parts*/) { return std::make_unique<Method>(); }
std::unique_ptr<Step> make_redacted_path_of(const StepParts& parts, Column column) {
  return std::make_unique<Path>(parts, column);
}
std::unique_ptr<Step> make_listed_path_of(const StepParts& parts, Column column) {
  return std::make_unique<ListedPath>(parts.policy.redaction, parts.redactions, column);
}
std::unique_ptr<Step> make_path(const StepParts& parts) {
  return make_redacted_path_of(parts, Column::kPath);
}
std::unique_ptr<Step> make_listed_path(const StepParts& parts) {
  return make_listed_path_of(parts, Column::kPath);
}
std::unique_ptr<Step> make_protocol(const StepParts& /*parts*/) { return std::make_unique<Protocol>(); }

}  // namespace anonlog
