// What is told, in the open, of a finished sealed file: a JSON object in NAME.json beside it, one line long, so that
// `cat DIR/*.json` is NDJSON.
//
//     version           1
//     tool              "anonlog 0.1.0"
//     file, holds       its name; "records", or "rejects" (lines that were rejected)
//     records           lines in it
//     first_record, last_record    the ids of the first and the last one; of records only
//     bytes, sha256     of the file as it is
//     recipients        the public keys that it was sealed to
//     policy, policy_sha256        the policy's name, and the hash of its text
//     began, ended      when the file was made and finished, in UTC
//
// It stands there before the file has its name: a sealed file without it was not finished.
#ifndef ANONLOG_FILTER_SEALING_SEALED_MANIFEST_H_
#define ANONLOG_FILTER_SEALING_SEALED_MANIFEST_H_

#include <cstdint>
#include <span>
#include <string>

#include "filter/output/age/age_recipient.h"
#include "filter/sealing/sealed_name.h"

namespace anonlog {

struct SealedManifest {
  SealedName name;
  std::uint64_t records = 0;
  std::uint64_t first = 0;  // numbers of ids
  std::uint64_t last = 0;
  std::uint64_t bytes = 0;
  std::string sha256;  // in hex
  std::span<const AgeRecipient> recipients;
  std::string policy;
  std::string policy_sha256;
  std::int64_t began = 0;  // seconds since 1970
  std::int64_t ended = 0;
};

std::string manifest_text(const SealedManifest& manifest);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_MANIFEST_H_
