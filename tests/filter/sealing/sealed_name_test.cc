#include "filter/sealing/sealed_name.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

TEST(SealedName, IsReadAsItWasWritten) {
  for (const std::int64_t day : {0, 20'781, 20'782, 2'932'896}) {
    for (const SealedKind kind : {SealedKind::kRecords, SealedKind::kRejects}) {
      for (const std::uint64_t number : {1U, 9999U, 10'000U, 123'456U}) {
        const SealedName name{day, 0x0123456789abcdef, kind, number};
        EXPECT_EQ(parse_sealed_name(sealed_name(name)), name) << sealed_name(name);
      }
    }
  }
  EXPECT_EQ(sealed_name({20'781, 0xabc, SealedKind::kRecords, 1}),
            "2026-11-24-0000000000000abc-0001.ndjson.zst.age");
  EXPECT_EQ(sealed_name({20'781, ~0ULL, SealedKind::kRejects, 12}),
            "2026-11-24-ffffffffffffffff-rejects-0012.ndjson.zst.age");
}

TEST(SealedName, NoOtherNameIsTakenForOurs) {
  for (const char* text :
       {"", "2026-11-24", "2026-11-24-0000000000000abc-0001.ndjson.zst.age.part",
        "2026-11-24-0000000000000abc-0001.ndjson.zst.age.json", "2026-11-24-0000000000000abc-0001.ndjson.zst",
        "2026-11-24-0000000000000ABC-0001.ndjson.zst.age", "2026-11-24-abc-0001.ndjson.zst.age",
        "2026-11-24-0000000000000abc-1.ndjson.zst.age", "2026-11-24-0000000000000abc-00001.ndjson.zst.age",
        "2026-02-30-0000000000000abc-0001.ndjson.zst.age", "2026-2-03-0000000000000abc-0001.ndjson.zst.age",
        "2026-11-24-0000000000000abc--0001.ndjson.zst.age",
        "+2026-11-24-0000000000000abc-0001.ndjson.zst.age",
        "99999-11-24-0000000000000abc-0001.ndjson.zst.age",
        "2026-11-24-0000000000000abcd-0001.ndjson.zst.age ",
        "2026-11-24-10000000000000abc-0001.ndjson.zst.age",
        " 2026-11-24-0000000000000abc-0001.ndjson.zst.age"}) {
    EXPECT_FALSE(parse_sealed_name(text)) << text;
  }
}

}  // namespace
}  // namespace anonlog
