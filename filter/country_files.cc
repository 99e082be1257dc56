#include "filter/country_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "filter/mmdb_file.h"
#include "rules/country/country_text.h"

namespace anonlog {
namespace {

constexpr const char* kNone = "none";
constexpr const char* kDebianFolder = "/usr/share/tor";
constexpr const char* kFolderFiles[] = {"geoip", "geoip6"};
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;

class File {
 public:
  explicit File(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> unreadable(const std::string& path) {
  return fail(ErrorKind::kNoInput,
              fmt::format("--country-db: cannot read {}: {}", path, std::strerror(errno)));
}

// By the mark near its end; a pipe has none that could be looked at.
bool is_mmdb(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  const auto size = static_cast<std::size_t>(status.st_size);
  std::string tail(std::min(size, kMmdbTailBytes), '\0');
  const ssize_t read = ::pread(fd, tail.data(), tail.size(), static_cast<off_t>(size - tail.size()));
  return read > 0 && std::string_view(tail).substr(0, static_cast<std::size_t>(read)).rfind(kMmdbMark) !=
                         std::string_view::npos;
}

// In pieces that stay in the cache, each cut behind its last whole line.
Result<AddressDatabase> read_text(const std::string& path, int fd) {
  CountryText text(path);
  const auto buffer = std::make_unique_for_overwrite<char[]>(kPieceBytes);
  std::size_t held = 0;
  for (;;) {
    const ssize_t bytes = ::read(fd, buffer.get() + held, kPieceBytes - held);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return unreadable(path);
    const std::string_view piece(buffer.get(), held + static_cast<std::size_t>(bytes));
    const std::size_t newline = piece.rfind('\n');
    // A line that is longer than a piece is none of such a file.
    const bool is_cut = bytes != 0 && newline != std::string_view::npos;
    if (bytes != 0 && !is_cut && piece.size() < kPieceBytes) {
      held = piece.size();
      continue;
    }
    const std::string_view lines = is_cut ? piece.substr(0, newline + 1) : piece;
    if (Status status = text.add_lines(lines); !status) return tl::unexpected(std::move(status).error());
    if (bytes == 0) break;
    held = piece.size() - lines.size();
    std::memmove(buffer.get(), lines.data() + lines.size(), held);
  }
  AddressDatabase database;
  Result<AddressRanges> countries = text.finish();
  if (!countries) return tl::unexpected(std::move(countries).error());
  database.countries = *std::move(countries);
  return database;
}

Result<AddressDatabase> read_database(const std::string& path) {
  const File file(path);
  if (file.fd() < 0) return unreadable(path);
  return is_mmdb(file.fd()) ? read_mmdb(path) : read_text(path, file.fd());
}

bool is_folder(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// A folder is those of the files that it has.
std::vector<std::string> files_of(const std::string& path) {
  if (!is_folder(path)) return {path};
  std::vector<std::string> files;
  for (const char* const name : kFolderFiles) {
    std::string file = path + '/' + name;
    if (::access(file.c_str(), F_OK) == 0) files.push_back(std::move(file));
  }
  return files;
}

// Adds what a path has and `all` lacks. *took: whether that was anything.
Status add_path(const std::string& path, AddressDatabase& all, bool* took) {
  *took = false;
  for (const std::string& file : files_of(path)) {
    Result<AddressDatabase> database = read_database(file);
    if (!database) return Status(tl::unexpect, std::move(database).error());
    const bool took_countries = all.countries.take_missing(database->countries);
    const bool took_systems = all.systems.take_missing(database->systems);
    *took = *took || took_countries || took_systems;
  }
  return {};
}

Status add_paths(const std::vector<std::string>& paths, AddressDatabase& all) {
  bool took = false;
  for (const std::string& path : paths) {
    if (path == kNone) {
      return fail(ErrorKind::kUsage, "--country-db: \"none\" cannot be given together with a database");
    }
    if (Status status = add_path(path, all, &took); !status) return status;
    if (took) continue;
    return fail(ErrorKind::kUsage,
                is_folder(path)
                    ? fmt::format("--country-db: the folder {} has neither geoip nor geoip6", path)
                    : fmt::format("--country-db: {} gives nothing: what it has was in one before it", path));
  }
  return {};
}

}  // namespace

Result<AddressDatabase> load_countries(const std::vector<std::string>& paths, const Policy& policy,
                                       const ColumnSet& wanted) {
  const auto needs = [&](Column column) {
    const auto i = static_cast<std::size_t>(column);
    return wanted[i] && policy.columns[i].has_value();
  };
  AddressDatabase all;
  if (paths.size() == 1 && paths.front() == kNone) return all;
  if (!needs(Column::kCountry) && !needs(Column::kAsn)) return all;
  Status status = add_paths(paths, all);
  bool took = false;
  if (status && needs(Column::kCountry) && all.countries.empty() && is_folder(kDebianFolder)) {
    status = add_path(kDebianFolder, all, &took);
  }
  if (status && needs(Column::kAsn) && all.systems.empty()) {
    status = fail(
        ErrorKind::kUsage,
        "the policy publishes asn, and no database has it; give an MMDB file with autonomous systems with "
        "--country-db (or --country-db none: it is null then)");
  }
  if (!status) return tl::unexpected(std::move(status).error());
  return all;
}

}  // namespace anonlog
