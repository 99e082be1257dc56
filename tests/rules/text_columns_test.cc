// target, referrer_url, user_agent; and columns that are made from a client behind proxies.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

constexpr Column kTextColumns[] = {Column::kTarget, Column::kReferrerUrl, Column::kUserAgent};

Policy redacting() {
  return read_policy("p.toml",
                     "[columns]\ntarget = \"redact\"\nreferrer_url = \"redact\"\nuser_agent = \"redact\"\n")
      .value();
}

Policy keeping(const std::string& redact = "false") {
  const std::string rule = " = { action = \"keep\", redact = " + redact + " }\n";
  return read_policy("p.toml", "[columns]\ntarget" + rule + "referrer_url" + rule + "user_agent" + rule)
      .value();
}

std::string target_of(const std::string& request, const Policy& policy) {
  return publish(policy, "combined", line(request), Column::kTarget).at(0);
}

std::string referrer_url_of(const std::string& url, const Policy& policy) {
  return publish(policy, "combined", line("GET / HTTP/1.1", url), Column::kReferrerUrl).at(0);
}

std::string user_agent_of(const std::string& agent, const Policy& policy) {
  const std::string text = line("GET / HTTP/1.1", "-", "203.0.113.7", "23/Nov/2025:17:37:28 +0000", agent);
  return publish(policy, "combined", text, Column::kUserAgent).at(0);
}

TEST(TextColumns, AreMadeOnlyWhereAPolicyNamesThem) {
  for (const Column column : kTextColumns) {
    EXPECT_EQ(publish(standard(), "combined", line("GET /a HTTP/1.1", "https://example.com/"), column).at(0),
              "null");
  }
}

TEST(TextColumns, AreNullWhereTheFormatLacksThem) {
  const std::string common = "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET /a?b HTTP/1.1\" 200 5\n";
  for (const Policy& policy : {redacting(), keeping()}) {
    EXPECT_EQ(publish(policy, "common", common, Column::kReferrerUrl).at(0), "null");
    EXPECT_EQ(publish(policy, "common", common, Column::kUserAgent).at(0), "null");
    EXPECT_EQ(publish(policy, "$remote_addr $status", "203.0.113.7 200\n", Column::kTarget).at(0), "null");
  }
}

TEST(TextColumns, AreAsLoggedWhereThePolicySaysSo) {
  EXPECT_EQ(target_of("GET /a?q=alice%40example.org&x=1#y HTTP/1.1", keeping()),
            "/a?q=alice%40example.org&x=1#y");
  EXPECT_EQ(target_of("CONNECT example.org:443 HTTP/1.1", keeping()), "example.org:443");
  EXPECT_EQ(target_of("GET http://alice:secret@example.org/?x HTTP/1.1", keeping()),
            "http://alice:secret@example.org/?x");
  EXPECT_EQ(referrer_url_of("https://alice@www.example.com:8443/a?b#c", keeping()),
            "https://alice@www.example.com:8443/a?b#c");
  EXPECT_EQ(user_agent_of("x/1 (alice@example.org)", keeping()), "x/1 (alice@example.org)");
  EXPECT_EQ(user_agent_of("-", keeping()), "null");
  EXPECT_EQ(user_agent_of("", keeping()), "") << "an empty text is not an absent one";
}

TEST(TextColumns, AreFitForUtf8EvenAsLogged) {
  EXPECT_EQ(user_agent_of("a\\x1B[31m\\xC3\\xA9\\xFF\\x22", keeping()), "a%1B[31m\xC3\xA9%FF\"");
  EXPECT_EQ(target_of("GET /caf\\xE9?\\x00 HTTP/1.1", keeping()), "/caf%E9?%00");
  EXPECT_EQ(referrer_url_of("\\x0A", keeping()), "%0A");
}

TEST(TextColumns, ARequestThatIsNoneHasNoTarget) {
  for (const Policy& policy : {redacting(), keeping()}) {
    EXPECT_EQ(target_of("\\x16\\x03\\x01secret", policy), "{malformed}");
    EXPECT_EQ(target_of("", policy), "null");
  }
}

TEST(TextColumns, KeepRedactsUnlessThePolicySaysOtherwise) {
  const Policy policy = keeping("true");
  EXPECT_EQ(target_of("GET /a?q=alice HTTP/1.1", policy), "/a");
  EXPECT_EQ(referrer_url_of("https://alice@www.example.com/a?b", policy), "https://example.com/a");
  EXPECT_EQ(user_agent_of("x/1 (alice@example.org)", policy), "x/1 ({email})");
}

TEST(TargetStep, IsRedactedAsThePath) {
  const Policy policy = redacting();
  EXPECT_EQ(target_of("GET /a/b?email=alice@example.org HTTP/1.1", policy), "/a/b");
  EXPECT_EQ(target_of("GET /a/alice@example.org/b?x HTTP/1.1", policy), "/a/{email}/b");
  EXPECT_EQ(target_of("GET http://alice:secret@example.org/a?x HTTP/1.1", policy), "/a");
  EXPECT_EQ(target_of("CONNECT example.org:443 HTTP/1.1", policy), "{malformed}");
  EXPECT_EQ(target_of("GET /a b HTTP/1.1", policy), "{malformed}");
}

TEST(TargetStep, IsPutTogetherFromItsParts) {
  const auto target = [](const std::string& format, const std::string& text) {
    return publish(keeping(), format, text, Column::kTarget).at(0);
  };
  EXPECT_EQ(target("$request_uri $status", "/a?b=c 200\n"), "/a?b=c");
  EXPECT_EQ(target("$uri|$args|$status", "/a|b=c|200\n"), "/a?b=c");
  EXPECT_EQ(target("$uri|$args|$status", "/a|-|200\n"), "/a");
  EXPECT_EQ(target("$uri|$args|$status", "/a|?b=c|200\n"), "/a?b=c") << "as Apache's %q";
  EXPECT_EQ(target("$uri|$args|$status", "-|b=c|200\n"), "null");
  EXPECT_EQ(target("$request_uri|$args|$status", "/a?b=c|b=c|200\n"), "/a?b=c") << "not twice";
  EXPECT_EQ(target("$request|$args|$status", "GET /a?b=c HTTP/1.1|b=c|200\n"), "/a?b=c") << "not twice";
  EXPECT_EQ(publish(redacting(), "$uri|$args|$status", "/a|b=c|200\n", Column::kTarget).at(0), "/a");
}

TEST(ReferrerUrlStep, LosesQueryUserPortAndNamesBelowTheDomain) {
  const Policy policy = redacting();
  EXPECT_EQ(referrer_url_of("https://www.google.com/search?q=secret", policy), "https://google.com/search");
  EXPECT_EQ(referrer_url_of("http://alice:secret@Shop.Example.co.uk:8443/a#b", policy),
            "http://example.co.uk/a");
  EXPECT_EQ(referrer_url_of("HTTPS://alice.github.io", policy), "https://github.io");
  EXPECT_EQ(referrer_url_of("https://example.com/a/alice@example.org/b", policy),
            "https://example.com/a/{email}/b");
  EXPECT_EQ(referrer_url_of("https://example.com/a b", policy), "{malformed}");
  EXPECT_EQ(referrer_url_of("https://example.com/caf\\xC3\\xA9\\xE9", policy),
            "https://example.com/caf\xC3\xA9%E9");
  EXPECT_EQ(referrer_url_of("http://a.203.0.113.77-x.com/", policy), "{ip}");
  EXPECT_EQ(referrer_url_of("-", policy), "null");
  for (const char* url : {"http://198.51.100.9/a", "http://localhost/a", "android-app://com.example",
                          "alice@example.org", "https://printer.lan/a", "http://alice smith.com/"}) {
    EXPECT_EQ(referrer_url_of(url, policy), "(other)") << url;
  }
}

TEST(ReferrerUrlStep, OwnHostsStayWhole) {
  Policy policy = redacting();
  policy.hosts = {"shop.example.org"};
  EXPECT_EQ(referrer_url_of("https://Shop.example.org/a?b", policy), "https://shop.example.org/a");
  EXPECT_EQ(referrer_url_of("https://www.example.org/a?b", policy), "https://example.org/a");
}

TEST(UserAgentStep, IsTheSameFromTheCacheAsWithoutIt) {
  const std::vector<std::pair<std::string, std::string>> agents = {
      {kFirefox, kFirefox},
      {"Chrome/126.1.2.3", "Chrome/126.0.0.0"},
      {"a\\x22b", "a\"b"},
      {"caf\\xC3\\xA9 alice@example.org", "caf\xC3\xA9 {email}"},
      {std::string(600, 'x') + " alice@example.org", std::string(600, 'x') + " {email}"},
  };
  std::string chunk;
  for (int i = 0; i < 3; ++i) {
    for (const auto& [agent, published] : agents) {
      chunk += line("GET / HTTP/1.1", "-", "203.0.113.7", "23/Nov/2025:17:37:28 +0000", agent);
    }
  }
  const auto texts = publish(redacting(), "combined", chunk, Column::kUserAgent);
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(texts[i], agents[i % agents.size()].second);
}

TEST(TextColumns, ArePlainOnlyWhereNoOutputFormEscapesThem) {
  const auto is_plain = [](const Policy& policy, const std::string& agent) {
    const auto parser = make_parser("combined").value();
    const DayKeys keys({});
    const Plan plan(policy, parser->slots(), agent_rules(), keys);
    PlanWorker worker(plan);
    RecordBatch batch(parser->slots());
    Tally tally;
    const std::string text = line("GET / HTTP/1.1", "-", "203.0.113.7", "23/Nov/2025:17:37:28 +0000", agent);
    const std::string chunk = text + text;
    LineCursor lines(chunk);
    parser->fill(lines, ParserLimits{}, batch, tally);
    const auto texts = worker.apply(batch).column(Column::kUserAgent).texts();
    EXPECT_EQ(texts[0].plain(), texts[1].plain()) << "the first and the cached one";
    return texts[0].plain();
  };
  for (const Policy& policy : {redacting(), keeping()}) {
    EXPECT_TRUE(is_plain(policy, kFirefox));
    EXPECT_FALSE(is_plain(policy, "Mozilla/5.0 (KHTML, like Gecko)"));
    EXPECT_FALSE(is_plain(policy, "a\\x22b"));
    EXPECT_FALSE(is_plain(policy, "caf\\xC3\\xA9"));
  }
}

// [client].

Policy forwarded() {
  return read_policy(
             "p.toml",
             "extends = \"standard\"\n[client]\nfrom = \"forwarded_for\"\ntrusted = [\"10.0.0.0/8\"]\n")
      .value();
}

std::string main_line(const std::string& address, const std::string& list) {
  std::string text = line("GET / HTTP/1.1", "-", address);
  text.pop_back();
  return text + " \"" + list + "\"\n";
}

TEST(ForwardedClient, IsTheOneThatEveryColumnIsMadeFrom) {
  const std::string behind = main_line("10.0.0.1", "198.51.100.9, 203.0.113.7, 10.0.0.2");
  EXPECT_EQ(publish(forwarded(), "main", behind, Column::kNetwork).at(0), "203.0.113.0/24");
  EXPECT_EQ(publish(forwarded(), "main", behind, Column::kVisitor).at(0),
            publish(standard(), "main", main_line("203.0.113.7", "-"), Column::kVisitor).at(0));
}

TEST(ForwardedClient, IsNullWithoutAnyAddressThatIsNotAProxys) {
  const auto networks = publish(forwarded(), "main",
                                main_line("10.0.0.1", "-") + main_line("10.0.0.1", "203.0.113.7") +
                                    main_line("10.0.0.1", "unknown") + main_line("-", "203.0.113.7") +
                                    main_line("198.51.100.9", "203.0.113.7"),
                                Column::kNetwork);
  EXPECT_EQ(networks,
            (std::vector<std::string>{"null", "203.0.113.0/24", "null", "null", "198.51.100.0/24"}));
}

TEST(ForwardedClient, IsAnErrorWhereTheFormatLacksTheList) {
  const auto check = [](const Policy& policy, std::string_view format) {
    return require_client(policy.client, make_parser(format).value()->slots(), format);
  };
  EXPECT_TRUE(check(forwarded(), "main"));
  EXPECT_TRUE(check(standard(), "$status $uri"));
  const Status status = check(forwarded(), "combined");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kPolicy);
  EXPECT_EQ(status.error().message,
            "the policy takes the client from forwarded_for ([client]), but the format combined has no "
            "forwarded_for; "
            "give a format that has it, or a policy without [client]");
  EXPECT_FALSE(check(forwarded(), "$http_x_forwarded_for|$status")) << "nothing tells who wrote the list";
}

TEST(PeerClient, IsAddressedByItsOwnField) {
  const Policy policy =
      read_policy("p.toml", "extends = \"standard\"\n[client]\nfrom = \"peer_ip\"\n").value();
  EXPECT_EQ(publish(policy, "$remote_addr $realip_remote_addr $status", "203.0.113.7 198.51.100.9 200\n",
                    Column::kNetwork)
                .at(0),
            "198.51.100.0/24");
}

}  // namespace
}  // namespace anonlog
