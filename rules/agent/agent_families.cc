#include "rules/agent/agent_families.h"

#include <algorithm>
#include <array>

namespace anonlog {
namespace {

// clang-format off
constexpr auto kBrowsers = std::to_array<std::string_view>({
    "Other",

    // Browsers of today.
    "Chrome", "Chrome Mobile", "Chrome Mobile iOS", "Chrome Mobile WebView", "Chromium", "HeadlessChrome",
    "Safari", "Mobile Safari", "Mobile Safari UI/WKWebView", "WebKit Nightly",
    "Firefox", "Firefox Mobile", "Firefox iOS", "Firefox Alpha", "Firefox Beta", "Firefox Focus",
    "Edge", "Edge Mobile",
    "Opera", "Opera Mobile", "Opera Mini", "Opera Tablet", "Opera Touch", "Opera Coast", "Opera Neon",
    "Samsung Internet", "Android", "Amazon Silk", "Brave", "Vivaldi", "DuckDuckGo", "DuckDuckGo Mobile",
    "Yandex Browser", "YandexSearch", "Mail.ru Chromium Browser", "Whale", "Coc Coc", "Seznam prohlížeč",
    "UC Browser", "QQ Browser", "QQ Browser Mobile", "QQ Browser Mini", "Baidu Browser", "Baidu Explorer",
    "Sogou Explorer", "MiuiBrowser", "Mint Browser", "HuaweiBrowser", "HiBrowser", "Vivo Browser", "OPPO Browser",
    "360 Secure Browser", "2345 Browser", "Maxthon", "Puffin", "Dolphin", "Ecosia", "Ecosia Android", "Ecosia iOS",
    "AVG", "Avast Secure Browser", "Avira", "CCleaner", "Aloha Browser", "Cốc Cốc", "Kiwi", "Klarna", "Iron",
    "Comodo Dragon", "Dragon", "Epic", "Tenta Browser", "Sleipnir", "Arora", "Otter", "Falkon", "QupZilla",
    "qutebrowser", "Midori", "Epiphany", "Konqueror", "Rekonq", "Sailfish Browser", "SerenityOS Browser", "Ladybird",
    "Pale Moon", "Waterfox", "LibreWolf", "Basilisk", "IceCat", "Iceweasel", "SeaMonkey", "Camino", "K-Meleon",
    "Conkeror", "Crosswalk", "Electron", "QtWebEngine", "QtCarBrowser", "Oculus Browser", "PhantomJS", "HbbTV", "Roku",
    "webOS Browser", "Obigo", "NetFront", "NetFront NX", "Espial", "Kindle", "Links", "Lynx", "w3m", "ELinks",

    // Browsers of yesterday.
    "IE", "IE Mobile", "IE Large Screen", "Chrome Frame", "AOL", "Netscape", "Mozilla", "Flock", "RockMelt", "Galeon",
    "Nokia Browser", "Nokia OSS Browser", "Nokia Services (WAP) Browser", "Ovi Browser", "BlackBerry",
    "BlackBerry WebKit", "Polaris", "Bolt", "UP.Browser", "Openwave", "Teleca Browser", "Dolfin", "Skyfire", "iCab",
    "OmniWeb", "NCSA Mosaic", "ONE Browser", "Firefox (Shiretoko)", "Firefox (Minefield)", "Firefox (Namoroka)",

    // Apps that open pages, and mail and feed readers.
    "Facebook", "Facebook Messenger", "Instagram", "Pinterest", "Snapchat", "Twitter", "TikTok", "WhatsApp", "LinkedIn",
    "LINE", "WeChat", "Weibo", "KakaoTalk", "Telegram", "Slack Desktop Client", "Skype", "Google", "Flipboard",
    "Spotify", "Reddit", "BingWeb", "MicrosoftTeams", "ESPN", "TopBuzz", "CFNetwork", "AdobeAIR", "iTunes",
    "Apple Mail", "Outlook", "Outlook-iOS", "Outlook-iOS-Android", "MacOutlook", "Windows Live Mail", "Thunderbird",
    "Lotus Notes", "Postbox", "Evolution", "Airmail", "YahooMobileMail", "GmailImageProxy", "YahooMailProxy",
    "Podcasts", "Overcast", "Pocket Casts", "AntennaPod", "Feedbin", "Feedly", "Netvibes", "Tiny Tiny RSS",
    "NewsBlur", "Inoreader", "Bloglovin", "NetNewsWire", "Nextcloud", "Owncloud", "WordPress", "Ghost", "Word",

    // Programs and libraries.
    "curl", "Wget", "wget2", "aria2", "HTTPie", "HTTrack", "libwww-perl", "Python Requests", "Python-urllib",
    "Python aiohttp", "python-httpx", "PycURL", "Scrapy", "okhttp", "Java", "Apache-HttpClient", "Jersey", "AHC",
    "ReactorNetty", "unirest-java", "akka-http", "Google-HTTP-Java-Client", "Go-http-client", "go-resty", "axios",
    "node-fetch", "undici", "got", "GuzzleHttp", "http.rb", "Ruby", "reqwest", "ureq", "WinHTTP", "PostmanRuntime",
    "insomnia", "rclone", "Boto3", "aws-cli", "aws-sdk-java", "aws-sdk-go", "aws-sdk-nodejs", "Debian APT-HTTP",
    "Ubuntu APT-HTTP", "Windows-Update-Agent", "Microsoft-CryptoAPI", "masscan", "OpenVAS Scanner", "WhatWeb",

    // Search engines.
    "Googlebot", "Googlebot-Image", "Googlebot-News", "Googlebot-Video", "Googlebot-Mobile", "AdsBot-Google",
    "Mediapartners-Google", "FeedFetcher-Google", "AppEngine-Google", "GoogleOther", "Google-InspectionTool",
    "bingbot", "BingPreview", "msnbot", "msnbot-media", "Yahoo! Slurp", "DuckDuckBot", "DuckDuckGo-Favicons-Bot",
    "Applebot", "YandexBot", "YandexImages", "YandexMobileBot", "Mail.RU_Bot", "Baiduspider", "Baiduspider-image",
    "360Spider", "Sogou web spider", "YisouSpider", "PetalBot", "AspiegelBot", "SeznamBot", "Qwantify", "Yeti", "Daumoa",
    "coccocbot", "MojeekBot", "Exabot", "Amazonbot", "archive.org_bot", "ia_archiver", "heritrix", "Nutch", "CCBot",

    // Models and assistants.
    "GPTBot", "ChatGPT-User", "OAI-SearchBot", "ClaudeBot", "Claude-User", "Claude-SearchBot", "anthropic-ai",
    "PerplexityBot", "Perplexity-User", "Google-Extended", "meta-externalagent", "cohere-ai", "MistralAI-User",
    "Bytespider", "Diffbot", "YouBot", "Timpibot", "ImagesiftBot",

    // Social networks, previews, marketing, monitoring.
    "FacebookBot", "facebookexternalhit", "Twitterbot", "LinkedInBot", "Pinterestbot", "Slackbot",
    "Slackbot-LinkExpanding", "Slack-ImgProxy", "TelegramBot", "Discordbot", "redditbot", "SkypeUriPreview", "Embedly",
    "AhrefsBot", "AhrefsSiteAudit", "SemrushBot", "MJ12bot", "DotBot", "rogerbot", "BLEXBot", "DataForSeoBot",
    "serpstatbot", "SeekportBot", "Barkrowler", "Screaming Frog SEO Spider", "SISTRIX Crawler", "MegaIndex",
    "Sogou Pic Spider", "TurnitinBot", "proximic", "GrapeshotCrawler", "HubSpot Crawler", "TinEye-bot", "W3C_Validator",
    "PingdomBot", "UptimeRobot", "StatusCakeBot", "Site24x7", "NewRelicPingerBot", "WebPageTest.org bot", "Catchpoint bot",
    "Chrome-Lighthouse", "CensysInspect", "Expanse", "InternetMeasurement", "ZoominfoBot", "NetcraftSurveyAgent",
});

constexpr auto kSystems = std::to_array<std::string_view>({
    "Other",
    "Windows", "Windows Phone", "Windows Mobile", "Windows CE",
    "Mac OS X", "Mac OS", "iOS", "tvOS", "WatchOS", "ATV OS X",
    "Android", "Chrome OS", "Chromecast", "GoogleTV", "Fuchsia", "HarmonyOS", "KaiOS", "Tizen", "Bada", "webOS", "Web0S",
    "Linux", "Ubuntu", "Debian", "Fedora", "Red Hat", "CentOS", "Arch Linux", "Gentoo", "Linux Mint", "SUSE", "openSUSE",
    "Mandriva", "Slackware", "Puppy", "Raspbian",
    "FreeBSD", "OpenBSD", "NetBSD", "DragonFly", "Solaris", "SerenityOS",
    "BlackBerry OS", "BlackBerry Tablet OS", "Symbian OS", "Symbian^3", "Nokia Series 40", "Nokia Series 30 Plus",
    "Firefox OS", "Sailfish", "MeeGo", "Maemo", "Brew MP", "BREW", "Kindle", "FireHbbTV", "Roku", "WebTV",
    "Samsung", "LG", "Sony", "Panasonic", "Philips",
});
// clang-format on

// A name listed twice would give one browser two ids.
template <std::size_t size>
consteval bool all_distinct(std::array<std::string_view, size> names) {
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) == names.end();
}
static_assert(all_distinct(kBrowsers) && kBrowsers[kOtherFamily] == "Other");
static_assert(all_distinct(kSystems) && kSystems[kOtherFamily] == "Other");

}  // namespace

std::span<const std::string_view> published_browsers() { return kBrowsers; }
std::span<const std::string_view> published_systems() { return kSystems; }

}  // namespace anonlog
