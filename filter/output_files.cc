#include "filter/output_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "filter/meta_file.h"
#include "filter/output/fd_sink.h"

namespace anonlog {
namespace {

bool is_same_file(const std::string& a, const std::string& b) {
  struct stat of_a{};
  struct stat of_b{};
  return ::stat(a.c_str(), &of_a) == 0 && ::stat(b.c_str(), &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
         of_a.st_ino == of_b.st_ino;
}

// What a dataset holds was published before, and a run may replace it while it reads.
Status check_dataset_inputs(const std::string& dataset, const std::vector<std::string>& inputs) {
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::canonical(dataset, ignored);
  if (folder.empty()) return {};  // it is yet to be made
  for (const std::string& input : inputs) {
    const std::filesystem::path path =
        std::filesystem::canonical(input == "-" ? "/dev/stdin" : input, ignored);
    if (std::ranges::mismatch(folder, path).in1 != folder.end()) continue;
    return fail(ErrorKind::kUsage,
                fmt::format("{}: is in the dataset {}, which is the output", input, dataset));
  }
  return {};
}

Status create(const std::string& path, std::unique_ptr<FileSink>& sink) {
  Result<std::unique_ptr<FileSink>> file = FileSink::create(path);
  if (!file) return Status(tl::unexpect, std::move(file).error());
  sink = *std::move(file);
  return {};
}

}  // namespace

Status OutputFiles::check_names(const std::vector<std::string>& inputs) const {
  if (options_.output.ends_with(kMetaEnding)) {
    return fail(
        ErrorKind::kUsage,
        fmt::format("--output: a name that ends with {} is that of what tells of an output", kMetaEnding));
  }
  if (is_dataset(options_)) {
    if (Status status = check_dataset_inputs(options_.output, inputs); !status) return status;
  }
  std::vector<std::string> taken = inputs;
  if (!options_.key.empty()) taken.push_back(options_.key);
  for (const std::string& output : {options_.output, meta_path(), options_.stats_file}) {
    if (output.empty() || output == "-") continue;
    for (const std::string& path : taken) {
      if (path != output && !is_same_file(path, output)) continue;
      const bool is_input = std::ranges::find(inputs, path) != inputs.end();
      return fail(ErrorKind::kUsage, fmt::format("{} would be replaced by {}: it is {} as well", path,
                                                 output == path ? "the output" : "the output " + output,
                                                 is_input               ? "an input"
                                                 : path == options_.key ? "the key"
                                                                        : "another output"));
    }
    taken.push_back(output);
  }
  return {};
}

Status OutputFiles::open() {
  if (!options_.stats_file.empty()) {
    if (Status status = create(options_.stats_file, stats_file_); !status) return status;
  }
  return options_.dry_run ? Status{} : open_output();
}

Status OutputFiles::open_output() {
  if (is_dataset(options_)) return {};
  if (options_.output == "-") {
    if (Status status = refuse_terminal(streams_.out, options_.compression); !status) return status;
    sink_ = std::make_unique<FdSink>(streams_.out, "stdout");
    return {};
  }
  std::unique_ptr<FileSink> file;
  if (Status status = create(options_.output, file); !status) return status;
  output_file_ = file.get();
  sink_ = std::move(file);
  return meta_path().empty() ? Status{} : open_meta_file();
}

Status OutputFiles::open_meta_file() {
  const std::string path = meta_path();
  struct stat status{};
  if (::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && !is_meta_file(path)) {
    return fail(ErrorKind::kCannotCreate,
                fmt::format("{}: is no file of anonlog's, and would be replaced by what tells of {}; give "
                            "the output another name",
                            path, options_.output));
  }
  return create(path, meta_file_);
}

// Beside the output; empty: there is none, or the output says it itself.
std::string OutputFiles::meta_path() const {
  const bool has_own = options_.to == OutputFormat::kParquet || is_dataset(options_);
  return has_output_file() && !has_own ? options_.output + std::string(kMetaEnding) : "";
}

Status OutputFiles::commit(const RunMeta& meta, const Stats& stats) {
  if (sink_ == nullptr) return {};
  if (meta_file_ == nullptr) return sink_->commit();
  const auto now = std::chrono::system_clock::now();
  if (Status status = meta_file_->write(meta_file(meta, stats, now)); !status) return status;
  return output_file_->commit_with(*meta_file_);
}

Status OutputFiles::write_summary(const Stats& stats) {
  if (stats_file_ == nullptr) return {};
  if (Status status = stats_file_->write(stats_as_json(stats)); !status) return status;
  return stats_file_->commit();
}

}  // namespace anonlog
