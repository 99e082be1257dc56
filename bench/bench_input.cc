// Reading: a file on its way to the workers, from the page cache, through decompression and ChunkReader.
// MB/s are those of the decompressed text.
#include <benchmark/benchmark.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <thread>

#include "filter/input/chunk_reader.h"
#include "filter/input/decompress.h"
#include "filter/input/fd_source.h"

namespace anonlog {
namespace {

constexpr std::size_t kTextBytes = std::size_t{64} << 20;

// Combined log lines; what varies in them varies at random.
const std::string& text() {
  static const std::string made = [] {
    const char* const words[] = {"blog",   "assets",   "spring",    "release",
                                 "images", "products", "red-shoes", "cart"};
    std::mt19937 random(1);
    const auto number = [&random](std::uint32_t limit) { return std::to_string(random() % limit); };
    std::string lines;
    lines.reserve(kTextBytes + 512);
    for (std::size_t i = 0; lines.size() < kTextBytes; ++i) {
      const std::size_t second = 10 + i / 50 % 50;
      lines += "203.0.113." + number(256) + " - - [23/Nov/2025:17:37:" + std::to_string(second) +
               " +0000] \"GET /";
      for (std::size_t depth = random() % 4; depth > 0; --depth) {
        lines += words[random() % std::size(words)];
        lines += '/';
      }
      lines +=
          number(5000) + ".html HTTP/1.1\" 200 " + number(30000) +
          " \"https://example.org/\" \"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, "
          "like Gecko) Chrome/" +
          number(40) + ".0.0.0 Safari/537.36\"\n";
    }
    return lines;
  }();
  return made;
}

std::string gzipped(const std::string& plain) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd_compressed(const std::string& plain) {
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), 3));
  return out;
}

// A file without a name that holds `bytes`.
int file_of(const std::string& bytes) {
  std::FILE* const file = std::tmpfile();  // closed at the end of the program
  if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() ||
      std::fflush(file) != 0) {
    std::perror("bench_input");
    std::exit(1);
  }
  return fileno(file);
}

// Reads all of `fd` from where it stands; the bytes that came.
std::uint64_t read_chunks(int fd, Chunk& chunk) {
  auto source = decompressed(std::make_unique<FdSource>(fd, "bench"), "bench");
  if (!source) return 0;
  ChunkReader reader(**source, ChunkLimits{});
  reader.set_timing(5, 1000);
  std::uint64_t bytes = 0;
  while (true) {
    const Result<bool> more = reader.next(chunk);
    if (!more || !*more) return more ? bytes : 0;
    bytes += chunk.bytes().size();
  }
}

void read_file(benchmark::State& state, int fd) {
  Chunk chunk;
  for (auto _ : state) {
    ::lseek(fd, 0, SEEK_SET);
    if (read_chunks(fd, chunk) != text().size()) state.SkipWithError("not all was read");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text().size()) * state.iterations());
}

void bench_input_plain(benchmark::State& state) {
  static const int fd = file_of(text());
  read_file(state, fd);
}
BENCHMARK(bench_input_plain)->Unit(benchmark::kMillisecond);

void bench_input_gzip(benchmark::State& state) {
  static const int fd = file_of(gzipped(text()));
  read_file(state, fd);
}
BENCHMARK(bench_input_gzip)->Unit(benchmark::kMillisecond);

void bench_input_zstd(benchmark::State& state) {
  static const int fd = file_of(zstd_compressed(text()));
  read_file(state, fd);
}
BENCHMARK(bench_input_zstd)->Unit(benchmark::kMillisecond);

// What the libraries need for the same, with everything in memory: the price of reading in pieces is the
// difference.
void bench_input_gzip_library_alone(benchmark::State& state) {
  static const std::string compressed = gzipped(text());
  std::string out(std::size_t{256} << 10, '\0');
  for (auto _ : state) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    int result = Z_OK;
    while (result == Z_OK) {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = static_cast<uInt>(out.size());
      result = inflate(&stream, Z_NO_FLUSH);
    }
    inflateEnd(&stream);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text().size()) * state.iterations());
}
BENCHMARK(bench_input_gzip_library_alone)->Unit(benchmark::kMillisecond);

void bench_input_zstd_library_alone(benchmark::State& state) {
  static const std::string compressed = zstd_compressed(text());
  std::string out(std::size_t{256} << 10, '\0');
  ZSTD_DCtx* const context = ZSTD_createDCtx();
  for (auto _ : state) {
    ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
    for (std::size_t left = 1; left != 0 && ZSTD_isError(left) == 0;) {
      ZSTD_outBuffer written{out.data(), out.size(), 0};
      left = ZSTD_decompressStream(context, &written, &in);
    }
  }
  ZSTD_freeDCtx(context);
  state.SetBytesProcessed(static_cast<std::int64_t>(text().size()) * state.iterations());
}
BENCHMARK(bench_input_zstd_library_alone)->Unit(benchmark::kMillisecond);

// `cat access.log | anonlog`, the writer on another core.
void bench_input_pipe(benchmark::State& state) {
  Chunk chunk;
  for (auto _ : state) {
    int ends[2];
    if (::pipe(ends) != 0) return state.SkipWithError("no pipe");
    std::thread writer([fd = ends[1]] {
      for (std::string_view rest = text(); !rest.empty();) {
        const ssize_t count = ::write(fd, rest.data(), std::min<std::size_t>(rest.size(), 128 << 10));
        if (count < 0) break;
        rest.remove_prefix(static_cast<std::size_t>(count));
      }
      ::close(fd);
    });
    const std::uint64_t bytes = read_chunks(ends[0], chunk);
    writer.join();
    ::close(ends[0]);
    if (bytes != text().size()) state.SkipWithError("not all was read");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text().size()) * state.iterations());
}
BENCHMARK(bench_input_pipe)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace anonlog
