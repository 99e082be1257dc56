#include "filter/audit/cell_words.h"

#include <algorithm>

namespace anonlog {
namespace {

template <typename T>
void keep_each_once(std::vector<T>& values) {
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
}

}  // namespace

void CellWords::read(const PublishedFile::Cell& cell) {
  hashes_.clear();
  numbers_.clear();
  number_hashes_.clear();
  if (cell.text.size() < kMinWordBytes && cell.text.find("::") == std::string_view::npos) return;
  const bool is_own = cell.column && own_.has(*cell.column, cell.text);
  if (!is_own) cutter_.cut(cell.text, hashes_);
  // A time is nothing else; it is the one own text that is not looked at at all.
  if (is_own && cell.column == Column::kTime) return;
  shapes_.find(cell.text, ShapeFinder::Reading::kPublished);
  for (const Shape& shape : shapes_.shapes()) hashes_.push_back(shape.hash);
  for (const FoundAddress& address : shapes_.addresses()) {
    if (!address.is_number) continue;
    numbers_.push_back(address.ipv4());
    if (!is_own) number_hashes_.push_back(hash_(WordKind::kNumber, address.text()));
  }
  keep_each_once(hashes_);
  keep_each_once(numbers_);
  keep_each_once(number_hashes_);
}

}  // namespace anonlog
