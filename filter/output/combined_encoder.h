// The combined line of NCSA httpd, as GoAccess, AWStats and Matomo read it:
//
//     203.0.113.0 - - [23/Nov/2025:17:37:28 +0000] "GET /a HTTP/1.1" 200 512 "https://google.com/" "Mozilla/5.0 ..."
//
//     address       client where the policy writes it as an address, or else of the network, without its bits; null is
//                   0.0.0.0
//     time          UTC; null is 01/Jan/1970:00:00:00
//     request       method (null is "-"), target or else path (null is "-"), protocol (null is HTTP/1.0): three words
//                   always, without which readers reject the line or its path
//     status        null is 100: GoAccess rejects what is no status, and no server logs this one of a request's end
//     bytes         null is "-"
//     referrer      referrer_url, or else the site as https://SITE/, and "(internal)" as https://internal.invalid/
//                   (RFC 2606: nobody's); null is "-"
//     user agent    user_agent, or else a reduced one (rules/agent/reduced_user_agent.h); null is "-"
//
// In values, quote and backslash are \x22 and \x5C, as nginx writes them: readers split lines at quotes.
#ifndef ANONLOG_FILTER_OUTPUT_COMBINED_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_COMBINED_ENCODER_H_

#include <memory>
#include <span>
#include <vector>

#include "filter/output/encoder.h"
#include "rules/policy.h"

namespace anonlog {

// The columns of a policy's records that its line is made of.
std::vector<Column> combined_columns(const Policy& policy);

// `columns`: what combined_columns() gave.
std::unique_ptr<Encoder> make_combined_encoder(std::span<const Column> columns);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_COMBINED_ENCODER_H_
