#include "filter/dataset/dataset_change.h"

#include <fmt/format.h>

#include "tests/filter/dataset/dataset_in_test.h"

namespace anonlog {
namespace {

constexpr const char* kJournal = ".anonlog-commit";
constexpr const char* kOld = "dt=2025-11-22/part-0a-0000.csv";
constexpr const char* kNew = "dt=2025-11-23/part-0a-0000.parquet";
constexpr const char* kNewer = "dt=2025-11-24/part-0a-0000.parquet";
constexpr const char* kReplaced = "dt=2025-11-24/part-0b-0000.parquet";
constexpr const char* kKept = "dt=2025-11-24/part-0c-0000.parquet";

// Two files get their names, one takes the place of another, one goes with its folder.
class DatasetChangeTest : public DatasetInTest {
 protected:
  DatasetChangeTest() : folder_(open()) {}

  // What make() takes, in a staging folder.
  [[nodiscard]] std::unique_ptr<StagingFolder> stage() {
    auto staging = StagingFolder::create(*folder_);
    EXPECT_TRUE(staging);
    for (const char* const name : {kNew, kNewer, kReplaced}) {
      const auto file = (*staging)->create_file();
      EXPECT_TRUE(file);
      write(file->name, fmt::format("staged {}", change_.renames.size()));
      change_.renames.push_back({file->name, name});
    }
    change_.removals = {kOld};
    return *std::move(staging);
  }

  void prepare() const {
    for (const std::string& name : files()) std::filesystem::remove(path() + "/" + name);
    write(kOld, "old");
    write(kReplaced, "first");
    write(kKept, "kept");
    write("_manifest.json", "before");
    for (int i = 0; i < 4; ++i)
      write(fmt::format(".anonlog-run-aaaaaa/{}.tmp", i), fmt::format("staged {}", i));
  }

  void expect_made(const std::string& manifest = "staged 3") const {
    EXPECT_EQ(files(), (std::vector<std::string>{"_manifest.json", kNew, kNewer, kReplaced, kKept}));
    EXPECT_EQ(text(kNew), "staged 0");
    EXPECT_EQ(text(kNewer), "staged 1");
    EXPECT_EQ(text(kReplaced), "staged 2");
    EXPECT_EQ(text("_manifest.json"), manifest);
    EXPECT_EQ(text(kKept), "kept");
    EXPECT_FALSE(std::filesystem::exists(path() + "/dt=2025-11-22"));
    EXPECT_FALSE(DatasetChange::is_begun(*folder_));
  }

  [[nodiscard]] static std::string journal() {
    return fmt::format(
        "anonlog-commit 1\nrename .anonlog-run-aaaaaa/0.tmp {}\nrename .anonlog-run-aaaaaa/1.tmp {}\n"
        "rename .anonlog-run-aaaaaa/2.tmp {}\nremove {}\nmanifest .anonlog-run-aaaaaa/3.tmp\nend\n",
        kNew, kNewer, kReplaced, kOld);
  }

  // What apply() does, up to its step `steps`.
  void make_some(int steps) const {
    const auto move = [&](const std::string& from, const std::string& to) {
      std::filesystem::create_directories(std::filesystem::path(path() + "/" + to).parent_path());
      std::filesystem::rename(path() + "/" + from, path() + "/" + to);
    };
    if (steps > 0) std::filesystem::create_directories(path() + "/dt=2025-11-23");
    if (steps > 1) move(".anonlog-run-aaaaaa/0.tmp", kNew);
    if (steps > 2) move(".anonlog-run-aaaaaa/1.tmp", kNewer);
    if (steps > 3) move(".anonlog-run-aaaaaa/2.tmp", kReplaced);
    if (steps > 4) std::filesystem::remove(path() + "/" + kOld);
    if (steps > 5) std::filesystem::remove(path() + "/dt=2025-11-22");
    if (steps > 6) move(".anonlog-run-aaaaaa/3.tmp", "_manifest.json");
  }

  std::unique_ptr<DatasetFolder> folder_;
  DatasetChange change_;
  DatasetManifest manifest_;
};

TEST_F(DatasetChangeTest, IsMadeAsAWhole) {
  prepare();
  std::filesystem::remove_all(path() + "/.anonlog-run-aaaaaa");
  auto staging = stage();
  const Status status = change_.make(*folder_, *staging, manifest_);
  ASSERT_TRUE(status) << status.error().message;
  staging.reset();
  expect_made(manifest_.text());
}

TEST_F(DatasetChangeTest, OneThatWasBegunIsCompletedFromWhereverItStopped) {
  for (int steps = 0; steps <= 7; ++steps) {
    prepare();
    write(kJournal, journal());
    make_some(steps);
    ASSERT_TRUE(DatasetChange::is_begun(*folder_));
    const Status status = DatasetChange::complete(*folder_);
    ASSERT_TRUE(status) << steps << ": " << status.error().message;
    expect_made();
    ASSERT_TRUE(DatasetChange::complete(*folder_));  // there is none
    expect_made();
  }
}

TEST_F(DatasetChangeTest, OneThatLacksAFileIsNotMadeInSilence) {
  for (int lost = 0; lost < 4; ++lost) {
    prepare();
    std::filesystem::remove(fmt::format("{}/.anonlog-run-aaaaaa/{}.tmp", path(), lost));
    if (lost >= 2) std::filesystem::remove(path() + "/" + (lost == 2 ? kReplaced : "_manifest.json"));
    write(kJournal, journal());
    const Status status = DatasetChange::complete(*folder_);
    ASSERT_FALSE(status) << lost;
    EXPECT_EQ(status.error().kind, ErrorKind::kIo);
    EXPECT_TRUE(DatasetChange::is_begun(*folder_));
  }
}

TEST_F(DatasetChangeTest, WhatCannotBeBegunChangesNothing) {
  prepare();
  write(std::string(kJournal) + "/x", "");  // a folder, which no file can take the place of
  auto staging = stage();
  EXPECT_FALSE(change_.make(*folder_, *staging, manifest_));
  std::filesystem::remove_all(path() + "/" + kJournal);
  staging.reset();
  EXPECT_EQ(text("_manifest.json"), "before");
  EXPECT_EQ(text(kReplaced), "first");
  EXPECT_EQ(text(kOld), "old");
  EXPECT_FALSE(std::filesystem::exists(path() + "/" + kNew));
  EXPECT_TRUE(std::ranges::none_of(
      *folder_->names("."), [](const std::string& name) { return name.starts_with(".anonlog-commit"); }));
}

TEST_F(DatasetChangeTest, AJournalThatIsNoneOfOursIsRefused) {
  std::vector<std::string> bad = {"", "end\n", "anonlog-commit 2\nend\n", "anonlog-commit 1\nend\n"};
  for (const char* const line :
       {"remove ../victim", "remove /etc/passwd", "remove .anonlog-secret", "remove _manifest.json",
        "remove ", "remove", "remove dt=2025-11-22/part-0a-0000.csv x",
        "rename .anonlog-run-aaaaaa/0.tmp ../victim", "rename .anonlog-run-aaaaaa/0.tmp",
        "rename ../victim dt=2025-11-23/part-0a-0000.parquet",
        "rename dt=2025-11-22/part-0a-0000.csv dt=2025-11-23/part-0a-0000.parquet",
        "rename .anonlog-run-aaaaaa/../x.tmp dt=2025-11-23/part-0a-0000.parquet",
        "rename .anonlog-run-aaaaaa/x.tmp dt=2025-11-23/part-0a-0000.parquet",
        "rename .anonlog-run-aaaaaaa/0.tmp dt=2025-11-23/part-0a-0000.parquet",
        "rename .anonlog-run-aaaaaa/0.tmp dt=2025-11-23/../part-0", "move a b", "", "end"}) {
    bad.push_back(fmt::format("anonlog-commit 1\n{}\nmanifest .anonlog-run-aaaaaa/3.tmp\nend\n", line));
  }
  const std::string whole = journal();
  bad.push_back(whole + whole);
  bad.push_back(whole + "\n");
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) bad.push_back(whole.substr(0, bytes));
  prepare();
  for (const std::string& text_of_journal : bad) {
    write(kJournal, text_of_journal);
    const std::vector<std::string> before = files();
    const Status status = DatasetChange::complete(*folder_);
    ASSERT_FALSE(status) << text_of_journal;
    EXPECT_EQ(status.error().kind, ErrorKind::kBadInput) << text_of_journal;
    EXPECT_EQ(files(), before);
    EXPECT_EQ(text("_manifest.json"), "before");
  }
}

// Somebody put it there: what belongs into the dataset must not leave it.
TEST_F(DatasetChangeTest, ALinkInTheDatasetLeadsNowhere) {
  prepare();
  const std::string away = path() + "-away";
  std::filesystem::create_directories(away);
  std::filesystem::remove_all(path() + "/dt=2025-11-23");
  std::filesystem::create_directory_symlink(away, path() + "/dt=2025-11-23");
  auto staging = stage();
  EXPECT_FALSE(change_.make(*folder_, *staging, manifest_));
  EXPECT_FALSE(DatasetChange::is_begun(*folder_));
  EXPECT_TRUE(std::filesystem::is_empty(away));
  write(kJournal, journal());
  EXPECT_FALSE(DatasetChange::complete(*folder_));
  EXPECT_TRUE(std::filesystem::is_empty(away));
}

// Nor must what is elsewhere come into it.
TEST_F(DatasetChangeTest, AStagingFolderThatIsALinkIsRefused) {
  prepare();
  const std::string away = path() + "-away";
  std::filesystem::rename(path() + "/.anonlog-run-aaaaaa", away);
  std::filesystem::create_directory_symlink(away, path() + "/.anonlog-run-aaaaaa");
  write(kJournal, journal());
  EXPECT_FALSE(DatasetChange::complete(*folder_));
  EXPECT_TRUE(std::filesystem::exists(away + "/0.tmp"));
  EXPECT_FALSE(std::filesystem::exists(path() + "/" + kNew));
}

}  // namespace
}  // namespace anonlog
