// level, module, message: what an error log says, each one of a closed set of texts.
#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/messages/message_table.h"
#include "rules/messages/message_templates.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_level, make_message, make_module;

namespace {

constexpr std::string_view kLevels[] = {"emerg",  "alert",  "crit",   "error",  "warn",   "notice",
                                        "info",   "debug",  "trace1", "trace2", "trace3", "trace4",
                                        "trace5", "trace6", "trace7", "trace8"};

Vocabulary levels() { return kLevels; }

std::uint16_t level_id(std::string_view text) {
  const auto* const row = std::ranges::find(kLevels, text);
  return row == std::end(kLevels) ? PublicColumn::kNullId : static_cast<std::uint16_t>(row - kLevels);
}

std::uint16_t module_id(std::string_view text) {
  const Vocabulary modules = error_modules();
  const auto row = std::ranges::lower_bound(modules, text);
  if (row == modules.end() || *row != text) return PublicColumn::kNullId;
  return static_cast<std::uint16_t>(row - modules.begin());
}

std::uint16_t message_id(std::string_view text) { return MessageTemplates::all().id_of(text); }

// A column of ids out of one field.
class Known final : public Step {
 public:
  using IdOf = std::uint16_t(std::string_view text);

  Known(std::size_t slot, Column column, Vocabulary vocabulary, IdOf* id_of)
      : slot_(slot), column_(column), vocabulary_(vocabulary), id_of_(id_of) {}

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    const auto ids = data.published.column(column_).make_ids(vocabulary_);
    for (std::size_t row = 0; row < raw.size(); ++row) {
      ids[row] = raw[row].absent() ? PublicColumn::kNullId : id_of_(raw[row].bytes());
    }
  }

 private:
  std::size_t slot_;
  Column column_;
  Vocabulary vocabulary_;
  IdOf* id_of_;
};

}  // namespace

std::unique_ptr<Step> make_level(const StepParts& parts) {
  return std::make_unique<Known>(parts.sources[Source::kLevel], Column::kLevel, levels(), level_id);
}

std::unique_ptr<Step> make_module(const StepParts& parts) {
  return std::make_unique<Known>(parts.sources[Source::kModule], Column::kModule, error_modules(), module_id);
}

std::unique_ptr<Step> make_message(const StepParts& parts) {
  return std::make_unique<Known>(parts.sources[Source::kMessage], Column::kMessage, error_messages(),
                                 message_id);
}

}  // namespace anonlog
