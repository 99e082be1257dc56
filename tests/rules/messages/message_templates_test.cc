#include "rules/messages/message_templates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "rules/messages/message_table.h"

namespace anonlog {
namespace {

std::string_view message_of(std::string_view text) {
  return error_messages()[MessageTemplates::all().id_of(text)];
}

TEST(MessageTemplates, TheTableHoldsEachMessageOnceAndModulesInOrder) {
  const Vocabulary messages = error_messages();
  const std::set<std::string_view> unique(messages.begin(), messages.end());
  EXPECT_EQ(unique.size(), messages.size());
  EXPECT_EQ(messages.back(), "{message}");
  EXPECT_GE(std::ranges::count_if(messages, [](auto text) { return text.starts_with("AH"); }), 60);
  EXPECT_TRUE(std::ranges::is_sorted(error_modules()));
}

TEST(MessageTemplates, RealMessagesAreFound) {
  const std::pair<const char*, const char*> cases[] = {
      {R"(open() "/srv/www/a" failed (2: No such file or directory))", R"(open() "{path}" failed)"},
      {R"(user "alice" was not found in "/etc/x")", R"(user "{user}" was not found in "{path}")"},
      {"connect() failed (111: Connection refused) while connecting to upstream",
       "connect() failed ({errno}) while connecting to upstream"},
      {"upstream timed out (110: Connection timed out) while reading response header from upstream",
       "upstream timed out ({errno}) while reading response header from upstream"},
      {"SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking",
       "SSL_do_handshake() failed"},
      {"client sent invalid method while reading client request line", "client sent invalid method"},
      {R"(limiting requests, excess: 5.123 by zone "one")",
       R"(limiting requests, excess: {number} by zone "{name}")"},
      {"AH01630: client denied by server configuration: /srv/alice",
       "AH01630: client denied by server configuration: {path}"},
      {R"(AH01617: user alice: authentication failure for "/private": Password Mismatch)",
       R"(AH01617: user {user}: authentication failure for "{path}": Password Mismatch)"},
      {"Script timed out before returning headers: alice.cgi",
       "Script timed out before returning headers: {path}"},
      {"alice@example.org said something", "{message}"},
      {"open() of alice", "{message}"},
      {"", "{message}"},
      {"(", "{message}"},
      {" while ", "{message}"},
      {" (", "{message}"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(message_of(text), message) << text;
}

// The rule, word by word: every way to fill the holes is tried.
bool reads_slowly(std::string_view message, std::string_view text) {
  const std::size_t hole = message.find('{');
  if (hole == std::string_view::npos) return message == text;
  if (text.substr(0, hole) != message.substr(0, hole)) return false;
  const std::string_view rest = message.substr(message.find('}', hole) + 1);
  for (std::size_t end = hole; end <= text.size(); ++end) {
    if (reads_slowly(rest, text.substr(end))) return true;
  }
  return false;
}

TEST(MessageTemplates, HolesAreFilledAsTheSlowRuleSays) {
  std::mt19937 random(5);
  const auto below = [&random](std::size_t n) { return random() % n; };
  std::size_t read = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string message;
    for (std::size_t parts = below(4) + 1; parts != 0; --parts) {
      for (std::size_t n = below(3); n != 0; --n) message += static_cast<char>('a' + below(2));
      if (parts != 1) message += "{x}";
    }
    if (message.empty()) continue;
    std::string text;
    for (std::size_t n = below(8); n != 0; --n) text += static_cast<char>('a' + below(2));
    const std::vector<std::string_view> table = {message, "{message}"};
    const bool fast = MessageTemplates(table).id_of(text) == 0;
    // An empty text is no message.
    ASSERT_EQ(fast, !text.empty() && reads_slowly(message, text)) << message << " " << text;
    read += fast ? 1U : 0U;
  }
  EXPECT_GT(read, 10'000U);
}

// A message of the table, filled with any text, is one of the table: nothing of the text is left.
TEST(MessageTemplates, FilledMessagesAreFoundAndNothingElseComesOut) {
  for (const std::string_view message : error_messages()) {
    std::string text(message);
    for (std::size_t hole = 0; (hole = text.find('{')) != std::string::npos;) {
      text.replace(hole, text.find('}') - hole + 1, "secret");
    }
    EXPECT_EQ(message_of(text).find("secret"), std::string_view::npos) << message;
    if (message != "{message}") {
      EXPECT_NE(message_of(text), "{message}") << message;
    }
  }
}

}  // namespace
}  // namespace anonlog
