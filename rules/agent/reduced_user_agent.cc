#include "rules/agent/reduced_user_agent.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <iterator>
#include <string_view>
#include <vector>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_lines.h"
#include "rules/agent/bot_signs.h"

namespace anonlog {
namespace {

// The form of a family. What is written for
//     %n          the family
//     %v          the major version; 0 when there is none
//     %p %s       the system; without what some rules take for a browser of its own
//     %w %i %g    how Chromium's, Apple's and Mozilla's browsers begin
//     %m          how a view inside of an app begins, on Android and elsewhere
//     %k %e %a    parts of Chromium's: engine, browser, Safari for compatibility
//     {...}       only when the system is known
//     <...>       only when the major version is known
struct Form {
  std::string_view browser;
  std::string_view text;
};

// clang-format off
constexpr Form kForms[] = {
    {"Other", "Mozilla/5.0 ({%s; }compatible)"},
    {"Other app", "App/0.0{ (%s)}"},
    {"Other bot", "Mozilla/5.0 ({%s; }compatible; bot; +https://bot.invalid/)"},
    {"Chrome", "%wChrome/%v.0.0.0 %a"},
    {"Chrome Mobile", "%wChrome/%v.0.0.0 Mobile %a"},
    {"Chrome Mobile iOS", "%iCriOS/%v.0.0.0 Mobile/15E148 Safari/604.1"},
    {"Chrome Mobile WebView", "Mozilla/5.0 ({%p; }wv) %k Version/4.0 Chrome/%v.0.0.0 Mobile %a"},
    {"Chromium", "%wChromium/%v.0.0.0 Chrome/%v.0.0.0 %a"},
    {"HeadlessChrome", "%wHeadlessChrome/%v.0.0.0 %a"},
    {"Safari", "%iVersion/%v.0 Safari/605.1.15"},
    {"Mobile Safari", "%iVersion/%v.0 Mobile/15E148 Safari/604.1"},
    {"Mobile Safari UI/WKWebView", "%iAppleNews/1.0 Version/%v.0"},
    {"WebKit Nightly", "Mozilla/5.0{ (%p)} AppleWebKit/%v+ (KHTML, like Gecko) Version/18.0 Safari/%v.1"},
    {"Firefox", "Mozilla/5.0 ({%p; }rv:%v.0) Gecko/20100101 Firefox/%v.0"},
    {"Firefox Mobile", "Mozilla/5.0 ({%p; }Mobile; rv:%v.0) Gecko/%v.0 Firefox/%v.0"},
    {"Firefox iOS", "%iFxiOS/%v.0 Mobile/15E148 Safari/604.1"},
    {"Firefox Alpha", "Mozilla/5.0 ({%p; }rv:%v.0a1) Gecko/20100101 Firefox/%v.0a1"},
    {"Firefox Beta", "Mozilla/5.0 ({%p; }rv:%v.0b1) Gecko/20100101 Firefox/%v.0b1"},
    {"Edge", "%wChrome/%v.0.0.0 %a Edg/%v.0.0.0"},
    {"Edge Mobile", "%w%e Mobile %a EdgA/%v.0.0.0"},
    {"Opera", "%w%e %a OPR/%v.0.0.0"},
    {"Opera Mobile", "%w%e Mobile %a OPR/%v.0.0.0"},
    {"Opera Mini", "Opera/9.80 ({%p; }Opera Mini/%v.0) Presto/2.12 Version/12.16"},
    {"Opera Tablet", "Opera/9.80 ({%p; }Opera Tablet) Presto/2.12 Version/%v.0"},
    {"Opera Coast", "%iCoast/%v.0.0.0 Mobile/15E148 Safari/604.1"},
    {"Opera Neon", "%w%e %a MMS/%v.0.0.0"},
    {"Samsung Internet", "%wSamsungBrowser/%v.0.0.0 %e Mobile %a"},
    {"Android", "Mozilla/5.0 (Linux; U; Android %v.0) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30"},
    {"Amazon Silk", "%wSilk/%v.0 like %e %a"},
    {"Brave", "%wbrave/%v.0.0 %e %a"},
    {"Vivaldi", "%w%e %a Vivaldi/%v.0.0.0"},
    {"DuckDuckGo Mobile", "%wVersion/4.0 %e Mobile DuckDuckGo/%v %a"},
    {"Yandex Browser", "%w%e YaBrowser/%v.0.0.0 %a"},
    {"Mail.ru Chromium Browser", "%wChrome/%v.0.0.0 %a MRCHROME"},
    {"Whale", "%w%e Whale/%v.0.0.0 %a"},
    {"Coc Coc", "%wcoc_coc_browser/%v.0 %e %a"},
    {"Seznam prohlížeč", "%w%e %a SznProhlizec/%v.0"},
    {"UC Browser", "%wVersion/4.0 Chrome/78.0.0.0 UCBrowser/%v.0.0.0 Mobile %a"},
    {"QQ Browser", "%w%e %a QQBrowser/%v.0"},
    {"QQ Browser Mobile", "%wVersion/4.0 Chrome/78.0.0.0 MQQBrowser/%v.0 Mobile %a"},
    {"QQ Browser Mini", "MQQBrowser/Mini%v.0{ (%s)}"},
    {"Baidu Browser", "%w%e baidubrowser/%v.0 %a"},
    {"MiuiBrowser", "%wVersion/4.0 Chrome/78.0.0.0 Mobile %a XiaoMi/MiuiBrowser/%v.0.0.0"},
    {"Mint Browser", "%wVersion/4.0 Chrome/78.0.0.0 Mobile %a XiaoMi/Mint Browser/%v.0.0.0"},
    {"Maxthon", "%w%e %a Maxthon/%v.0"},
    {"Puffin", "%w%e %a Puffin/%v.0"},
    {"Dolphin", "%iVersion/5.0 Safari/605.1.15 DolphinHDCN/%v.0"},
    {"Iron", "%w%e %a Iron/%v.0"},
    {"Comodo Dragon", "%wComodo_Dragon/%v.0.0.0 %e %a"},
    {"Dragon", "%w%n/%v.0 %a"},
    {"Tenta Browser", "%w%e Tenta/%v.0.0.0 Mobile %a"},
    {"Sleipnir", "%w%n/%v.0 %a"},
    {"Arora", "%w%n/%v.0 %a"},
    {"Otter", "%w%n/%v.0 %a"},
    {"QupZilla", "%w%n/%v.0 %a"},
    {"qutebrowser", "%w%n/%v.0 %a"},
    {"Midori", "%w%n/%v.0 %a"},
    {"Epiphany", "%w%n/%v.0 %a"},
    {"Konqueror", "%w%n/%v.0 %a"},
    {"Rekonq", "%irekonq/%v.0 Safari/605.1.15"},
    {"Sailfish Browser", "Mozilla/5.0 ({%p; }rv:60.0) Gecko/60.0 Firefox/60.0 SailfishBrowser/%v.0"},
    {"Pale Moon", "Mozilla/5.0 ({%p; }rv:102.0) Gecko/20100101 Goanna/6.0 Firefox/102.0 PaleMoon/%v.0"},
    {"Waterfox", "%gFirefox/109.0 %n/%v.0"},
    {"Basilisk", "Mozilla/5.0 ({%p; }rv:102.0) Gecko/20100101 Goanna/6.0 Firefox/%v.0 Basilisk/20240101"},
    {"IceCat", "%gFirefox/109.0 %n/%v.0"},
    {"Iceweasel", "%gFirefox/109.0 %n/%v.0"},
    {"SeaMonkey", "%gFirefox/109.0 %n/%v.0"},
    {"Camino", "%gFirefox/109.0 %n/%v.0"},
    {"K-Meleon", "%gFirefox/109.0 %n/%v.0"},
    {"Conkeror", "%gFirefox/109.0 %n/%v.0"},
    {"Crosswalk", "%w%e Crosswalk/%v.0.0.0 Mobile %a"},
    {"Electron", "%w%e Electron/%v.0.0.0 %a"},
    {"PhantomJS", "%wPhantomJS/%v.0.0.0 %a"},
    {"HbbTV", "HbbTV/%v.1.1 ({%p})"},
    {"Roku", "Roku/DVP-%v.0"},
    {"webOS Browser", "Mozilla/5.0 (webOS/1.0; U) AppleWebKit/534.6 (KHTML, like Gecko) Version/%v.0 Safari/534.6"},
    {"NetFront NX", "Mozilla/5.0{ (%p)} AppleWebKit/534.52 (KHTML, like Gecko) NX/%v.0.0.0"},
    {"Kindle", "%w%n/%v.0 %a"},
    {"Links", "Links (%v.0{; %p})"},
    {"IE", "Mozilla/5.0 (compatible; MSIE %v.0{; %p})"},
    {"IE Mobile", "Mozilla/5.0 (compatible; MSIE %v.0{; %p}; IEMobile/%v.0)"},
    {"IE Large Screen", "Mozilla/5.0 (compatible; MSIE %v.0{; %p}; XBLWP7; ZuneWP7)"},
    {"Chrome Frame", "Mozilla/4.0 (compatible; MSIE 6.0{; %p}; chromeframe/%v.0.0.0)"},
    {"AOL", "Mozilla/5.0 (compatible; MSIE 9.0; AOL %v.0; AOLBuild 1.1{; %p})"},
    {"Netscape", "%g%n/%v.0"},
    {"Flock", "%gFirefox/109.0 %n/%v.0"},
    {"RockMelt", "%wRockMelt/%v.0.0.0 Chrome/6.0 %a"},
    {"Galeon", "%gFirefox/109.0 %n/%v.0"},
    {"Nokia Browser", "Mozilla/5.0 ({%p; }NokiaN9) AppleWebKit/534.13 (KHTML, like Gecko) NokiaBrowser/%v.0 Mobile Safari/534.13"},
    {"Nokia OSS Browser", "Mozilla/5.0 (SymbianOS/9.4; Series60/%v.0{; %p}) AppleWebKit/413"},
    {"Ovi Browser", "Mozilla/5.0{ (%p)} Gecko/20100401 S40OviBrowser/%v.0.0.0"},
    {"BlackBerry", "BlackBerry%v/1.0"},
    {"UP.Browser", "UP.Browser/%v.0.0.0{ (%s)}"},
    {"Openwave", "Openwave/%v.0.0.0{ (%s)}"},
    {"iCab", "%w%n/%v.0 %a"},
    {"OmniWeb", "%n</%v.0.0>{ (%s)}"},
    {"NCSA Mosaic", "NCSA_Mosaic/%v.0{ (%s)}"},
    {"ONE Browser", "OneBrowser/%v.0{ (%s)}"},
    {"Firefox (Shiretoko)", "%gShiretoko/%v.0"},
    {"Firefox (Minefield)", "%gMinefield/%v.0"},
    {"Firefox (Namoroka)", "%gNamoroka/%v.0"},
    {"Facebook", "%m [FBAN/FBIOS;FBAV/%v.0]"},
    {"Facebook Messenger", "%m [FBAN/MessengerForiOS;FBAV/%v.0]"},
    {"Instagram", "%m Instagram %v.0.0.0"},
    {"Pinterest", "%m Pinterest for Android/%v.0"},
    {"Snapchat", "Snapchat/%v.0.0.0{ (%s)}"},
    {"Twitter", "%m Twitter for iPhone/%v.0"},
    {"LINE", "%m Safari Line/%v.0.0.0"},
    {"Slack Desktop Client", "%w%e %a Slack_SSB/%v.0.0.0"},
    {"Skype", "OC/%v.0.0.0 (Skype for Business)"},
    {"Google", "%iGSA/%v.0.0.0 Mobile/15E148 Safari/604.1"},
    {"Flipboard", "%m Flipboard/%v.0.0.0"},
    {"ESPN", "ESPN Radio %v.0{ (%s)}"},
    {"TopBuzz", "%m TopBuzz com.alex.NewsMaster/%v.0.0.0"},
    {"Apple Mail", "Mozilla/5.0{ (%p)} AppleWebKit/%v.1 (KHTML, like Gecko)"},
    {"Outlook", "Microsoft Office/16.0 ({%p; }Microsoft Outlook 16.0; Pro)"},
    {"MacOutlook", "MacOutlook/%v.0.0.0{ (%s)}"},
    {"Windows Live Mail", "Outlook-Express/7.0 (MSIE 7.0{; %p}; TmstmpExt)"},
    {"Lotus Notes", "Mozilla/4.0 (compatible; Lotus-Notes/%v.0{; %p})"},
    {"Postbox", "Mozilla/5.0 ({%p; }rv:7.0) Gecko/20100101 Postbox/%v.0.0.0"},
    {"Evolution", "Evolution/%v.0.0.0{ (%s)}"},
    {"Airmail", "Airmail %v.0{ (%s)}"},
    {"GmailImageProxy", "Mozilla/5.0{ (%p)} Firefox/11.0 (via ggpht.com GoogleImageProxy)"},
    {"YahooMailProxy", "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html{ (%s)}"},
    {"Nextcloud", "Mozilla/5.0{ (%p)} mirall/%v.0 (Nextcloud)"},
    {"Ghost", "Ghost/%v.0.0.0{ (%p)} (https://github.com/TryGhost/Ghost)"},
    {"Word", "Microsoft Office Word 2014{ (%s)}"},
    {"HTTrack", "Mozilla/4.5 (compatible; HTTrack %v.0x{; %p})"},
    {"Python Requests", "python-requests/%v.0{ (%s)}"},
    {"Python aiohttp", "Python/3.11 aiohttp/%v.0.0.0{ (%s)}"},
    {"Java", "Java/1.%v.0{ (%s)}"},
    {"GuzzleHttp", "GuzzleHttp/%v.0.0.0{ (%s)}"},
    {"http.rb", "http.rb/%v.0.0.0{ (%s)}"},
    {"ureq", "ureq/%v.0.0.0{ (%s)}"},
    {"rclone", "rclone/v%v.0.0.0{ (%s)}"},
    {"OpenVAS Scanner", "Mozilla/5.0 [en] (X11, U; OpenVAS %v.0)"},
    {"FacebookBot", "facebookexternalhit/%v.1{ (%s)}"},
    {"Site24x7", "Site24x7{ (%s)}"},
    {"WebPageTest.org bot", "%w%e %a PTST/%v.0"},
};

// Programs, which name only themselves.
constexpr std::string_view kPrograms[] = {
    "YandexSearch", "Lynx", "ELinks", "WhatsApp", "Spotify", "CFNetwork",
    "iTunes", "Outlook-iOS-Android", "Thunderbird", "YahooMobileMail", "Podcasts", "Overcast",
    "AntennaPod", "NetNewsWire", "WordPress", "curl", "Wget", "wget2",
    "aria2", "libwww-perl", "Python-urllib", "PycURL", "Scrapy", "okhttp",
    "Apache-HttpClient", "Jersey", "AHC", "ReactorNetty", "unirest-java", "akka-http",
    "Google-HTTP-Java-Client", "Go-http-client", "go-resty", "axios", "got", "reqwest",
    "WinHTTP", "PostmanRuntime", "insomnia", "Boto3", "aws-cli", "aws-sdk-java",
    "aws-sdk-go", "aws-sdk-nodejs", "Debian APT-HTTP", "Ubuntu APT-HTTP", "Windows-Update-Agent", "Microsoft-CryptoAPI",
    "masscan",
};

// How systems are called in user agents; those that are not here by their names.
struct System {
  std::string_view os;
  std::string_view text;
};

constexpr System kSystemTexts[] = {
    {"Windows", "Windows NT 10.0; Win64; x64"},
    {"Windows Phone", "Windows Phone 10.0"},
    {"Mac OS X", "Macintosh; Intel Mac OS X 10_15_7"},
    {"Mac OS", "Macintosh; Mac_PowerPC"},
    {"iOS", "iPhone; CPU iPhone OS 18_0 like Mac OS X"},
    {"tvOS", "tvOS 18.0"},
    {"ATV OS X", "Apple TV"},
    {"Android", "Linux; Android 10; K"},
    {"Chrome OS", "X11; CrOS x86_64 14541.0.0"},
    {"Chromecast", "CrKey/1.0"},
    {"GoogleTV", "GoogleTV 1.0"},
    {"KaiOS", "Mobile; KAIOS/2.5"},
    {"Tizen", "Linux; Tizen 2.3"},
    {"Bada", "Bada/1.0"},
    {"webOS", "webOS/1.0"},
    {"Web0S", "Web0S; Linux/SmartTV"},
    {"Linux", "X11; Linux x86_64"},
    {"Ubuntu", "X11; Ubuntu; Linux x86_64"},
    {"Debian", "X11; Debian; Linux x86_64"},
    {"Fedora", "X11; Fedora; Linux x86_64"},
    {"Red Hat", "X11; Red Hat; Linux x86_64"},
    {"CentOS", "X11; CentOS; Linux x86_64"},
    {"Arch Linux", "X11; Arch Linux; Linux x86_64"},
    {"Gentoo", "X11; Gentoo; Linux x86_64"},
    {"Linux Mint", "X11; Linux Mint; Linux x86_64"},
    {"SUSE", "X11; SUSE; Linux x86_64"},
    {"openSUSE", "X11; openSUSE; Linux x86_64"},
    {"Mandriva", "X11; Linux x86_64; Mandriva/1.0"},
    {"Slackware", "X11; Slackware; Linux x86_64"},
    {"Puppy", "Puppy/1.0"},
    {"FreeBSD", "X11; FreeBSD amd64"},
    {"OpenBSD", "X11; OpenBSD amd64"},
    {"NetBSD", "X11; NetBSD amd64"},
    {"Solaris", "X11; SunOS i86pc"},
    {"BlackBerry Tablet OS", "PlayBook; U; RIM Tablet OS 2.1.0"},
    {"Symbian^3", "Symbian/3"},
    {"Nokia Series 40", "Series40"},
    {"Nokia Series 30 Plus", "Series30Plus"},
    {"Firefox OS", "Mobile"},
    {"Sailfish", "Linux; U; Sailfish 3.0"},
    {"BREW", "X11; BREW; Linux x86_64"},
    {"Kindle", "Kindle/1.0"},
    {"WebTV", "WebTV/1.2"},
};
// clang-format on

constexpr std::string_view kProgramForm = "%n</%v.0>{ (%s)}";
constexpr std::string_view kOtherForm = "Mozilla/5.0 ({%p; }compatible; %n</%v.0>)";
// GoAccess takes for a crawler what gives the address of its page.
constexpr std::string_view kBotForm = "Mozilla/5.0 ({%p; }compatible; %n</%v.0>; +https://bot.invalid/)";
constexpr std::string_view kTablet = "iPad; CPU OS 18_0 like Mac OS X";

// Parts that several forms have in common.
constexpr std::string_view part(char letter) {
  switch (letter) {
    case 'w':
      return "Mozilla/5.0{ (%p)} %k ";
    case 'i':
      return "Mozilla/5.0{ (%p)} AppleWebKit/605.1.15 (KHTML, like Gecko) ";
    case 'g':
      return "Mozilla/5.0 ({%p; }rv:109.0) Gecko/20100101 ";
    case 'k':
      return "AppleWebKit/537.36 (KHTML, like Gecko)";
    case 'e':
      return "Chrome/131.0.0.0";
    default:
      assert(letter == 'a');
      return "Safari/537.36";
  }
}

// By the ids of agent_families.h.
struct Tables {
  std::vector<std::string_view> forms;
  std::vector<std::string_view> systems;

  Tables() {
    const auto browsers = published_browsers();
    for (std::uint16_t id = 0; id < browsers.size(); ++id) {
      const std::string_view browser = browsers[id];
      const bool is_bot = is_bot_family(id);
      const auto* form = std::ranges::find(kForms, browser, &Form::browser);
      const bool is_program = std::ranges::find(kPrograms, browser) != std::end(kPrograms);
      forms.push_back(form != std::end(kForms) ? form->text
                      : is_program             ? kProgramForm
                      : is_bot                 ? kBotForm
                                               : kOtherForm);
    }
    for (const std::string_view os : published_systems()) {
      const auto* system = std::ranges::find(kSystemTexts, os, &System::os);
      systems.push_back(system != std::end(kSystemTexts) ? system->text : os);
    }
  }
};

const Tables& tables() {
  static const Tables tables;
  return tables;
}

class Writer {
 public:
  Writer(const ReducedAgent& reduced, char* out) : agent_(reduced.agent), out_(out) {
    if (agent_.os == Agent::kNone || agent_.os == kOtherFamily) return;
    const std::string_view os = published_systems()[agent_.os];
    system_ = os == "iOS" && reduced.is_tablet ? kTablet : tables().systems[agent_.os];
    is_android_ = os == "Android";
    short_system_ = is_android_ ? "Linux; Android" : os == "iOS" ? "iOS 18.0" : system_;
  }

  char* write(std::string_view form) {
    for (std::size_t i = 0; i < form.size(); ++i) {
      if (form[i] == '{' || form[i] == '<') {
        const bool known = form[i] == '{' ? !system_.empty() : agent_.browser_major != Agent::kNone;
        if (!known) i = form.find(form[i] == '{' ? '}' : '>', i);
      } else if (form[i] == '%') {
        write_letter(form[++i]);
      } else if (form[i] != '}' && form[i] != '>') {
        *out_++ = form[i];
      }
    }
    return out_;
  }

 private:
  void write_letter(char letter) {
    switch (letter) {
      case 'n':
        return copy(published_browsers()[agent_.browser]);
      case 'v':
        return write_major(agent_.browser_major == Agent::kNone ? 0 : agent_.browser_major);
      case 'p':
        return copy(system_);
      case 's':
        return copy(short_system_);
      case 'm':
        write(is_android_ ? "%wVersion/4.0 %e Mobile %a" : "%iMobile/15E148");
        return;
      default:
        write(part(letter));
    }
  }

  void write_major(unsigned major) {
    if (major >= 10) write_major(major / 10);
    *out_++ = static_cast<char>('0' + major % 10);
  }

  void copy(std::string_view text) {
    std::memcpy(out_, text.data(), text.size());
    out_ += text.size();
  }

  const Agent& agent_;
  char* out_;
  std::string_view system_;  // empty: not known
  std::string_view short_system_;
  bool is_android_ = false;
};

// Of each browser: whether its form is a bot's, by the signs that the reader of such a line may have as well.
const std::vector<bool>& tells_bot() {
  static const std::vector<bool> tells = [] {
    const auto signs = BotSigns::make(agent_lines().bot_signs);
    // With a system: alone a product is a program's.
    constexpr std::uint16_t kAnySystem = kOtherFamily + 1;
    std::vector<bool> all;
    for (std::uint16_t browser = 0; browser < published_browsers().size(); ++browser) {
      std::array<char, kMaxReducedUserAgentBytes> text;
      const ReducedAgent reduced = {{browser, 1, kAnySystem}};
      const char* end = Writer(reduced, text.data()).write(tables().forms[browser]);
      const std::string_view form(text.data(), static_cast<std::size_t>(end - text.data()));
      all.push_back(is_bot_family(browser) || (signs && signs->match(form)));
    }
    return all;
  }();
  return tells;
}

}  // namespace

std::size_t write_reduced_user_agent(const ReducedAgent& reduced, char* out) {
  const std::uint16_t browser = reduced.agent.browser;
  if (browser == Agent::kNone) {
    *out = '-';
    return 1;
  }
  // What drives a browser has its name, and would be taken for a person's.
  const bool hides = reduced.is_bot && !tells_bot()[browser];
  const char* end = Writer(reduced, out).write(tables().forms[hides ? kOtherBot : browser]);
  return static_cast<std::size_t>(end - out);
}

}  // namespace anonlog
