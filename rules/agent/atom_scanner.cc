#include "rules/agent/atom_scanner.h"

#include <cassert>

namespace anonlog {
namespace {

std::uint8_t byte(char c) { return static_cast<std::uint8_t>(c); }

}  // namespace

AtomScanner::AtomScanner(const std::vector<std::string>& atoms) : found_words_((atoms.size() + 63) / 64) {
  assert(atoms.size() <= kMaxAtoms);
  for (const std::string& atom : atoms) {
    for (const char c : atom) {
      if (kind_of_[byte(c)] == 0) kind_of_[byte(c)] = static_cast<std::uint8_t>(kinds_++);
    }
  }
  for (unsigned c = 'A'; c <= 'Z'; ++c) kind_of_[c] = kind_of_[c - 'A' + 'a'];
  next_.resize(kinds_);
  atom_.push_back(kNoAtom);
  shorter_.push_back(0);
  for (std::size_t i = 0; i < atoms.size(); ++i) add(atoms[i], static_cast<std::uint16_t>(i));
  link();
}

// A way through the tree of all atoms; state 0 is its root, and no way.
void AtomScanner::add(const std::string& atom, std::uint16_t id) {
  std::size_t state = 0;
  for (const char c : atom) {
    const std::size_t kind = kind_of_[byte(c)];
    if (next(state, kind) == 0) {
      next(state, kind) = static_cast<std::uint16_t>(atom_.size());
      next_.resize(next_.size() + kinds_);
      atom_.push_back(kNoAtom);
      shorter_.push_back(0);
    }
    state = next(state, kind);
  }
  assert(atom_.size() <= kEnds);
  atom_[state] = id;
}

// Breadth first: where a state has no way on, its longest suffix that is a state has.
void AtomScanner::link() {
  std::vector<std::uint16_t> suffix(atom_.size());
  std::vector<std::uint16_t> queue;
  for (std::size_t kind = 0; kind < kinds_; ++kind) {
    if (next(0, kind) != 0) queue.push_back(next(0, kind));
  }
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const std::size_t state = queue[at];
    for (std::size_t kind = 0; kind < kinds_; ++kind) {
      const std::uint16_t fallback = next(suffix[state], kind);
      std::uint16_t& child = next(state, kind);
      if (child == 0) {
        child = fallback;
        continue;
      }
      suffix[child] = fallback;
      shorter_[child] = atom_[fallback] != kNoAtom ? fallback : shorter_[fallback];
      queue.push_back(child);
    }
  }
  for (std::uint16_t& state : next_) {
    if (atom_[state] != kNoAtom || shorter_[state] != 0) state |= kEnds;
  }
}

void AtomScanner::scan(std::string_view text, std::uint64_t* found) const {
  std::size_t state = 0;
  for (const char c : text) {
    state = next_[state * kinds_ + kind_of_[byte(c)]];
    if ((state & kEnds) == 0) continue;
    state &= ~std::size_t{kEnds};
    for (std::size_t ends = state; ends != 0; ends = shorter_[ends]) {
      const std::size_t atom = atom_[ends];
      if (atom != kNoAtom) found[atom / 64] |= std::uint64_t{1} << (atom % 64);
    }
  }
}

}  // namespace anonlog
