// What bench/make_corpus.cc writes its log from: words, user agents, statuses and their shares.
#ifndef ANONLOG_BENCH_CORPUS_TEXTS_H_
#define ANONLOG_BENCH_CORPUS_TEXTS_H_

#include <cstdint>
#include <string_view>

namespace anonlog {

// What a letter in braces stands for: one of these texts, or a number as number_part() says.
struct Choice {
  char letter;
  std::string_view texts;  // between bars
};
inline constexpr char kHost = 'H', kPage = 'P', kMailPage = 'E', kAsset = 'T', kApi = 'U', kQuery = 'Q',
                      kLinkingSite = 'W', kSearchSite = 'G', kSocialSite = 'K', kOddRequest = 'O',
                      kOddAgent = 'Y';
inline constexpr Choice kChoices[] = {
    {'q',
     "about|account|advanced|analysis|autumn|backup|basics|beginner|bicycle|book|budget|build|camera|"
     "care|city|classic|coffee|compare|complete|cotton|data|design|digital|easy|energy|event|family|"
     "fast|field|fix|free|from|garden|gift|green|guide|health|history|home|how-to|ideas|install|"
     "interior|island|jacket|kitchen|lamp|learn|leather|light|linux|local|machine|market|memory|minimal|"
     "modern|mountain|music|network|new|notes|office|open|outdoor|paper|party|photo|plan|portable|"
     "privacy|project|quick|quiet|recipe|release|repair|report|review|river|road|safety|school|season|"
     "server|setup|shoes|simple|small|smart|source|spring|steel|story|student|summer|table|team|test|"
     "tips|tools|top|travel|tutorial|update|using|video|vintage|visit|water|weekend|what-is"},
    {'s', "blog|news|guides|docs|shop|products|support|events"},
    {'b', "app|main|vendor|runtime|checkout|search|chunk"},
    {'f', "anna|ben|carla|david|elif|felix|grace|hugo|ines|jane|kofi|lena|mario|nadia|omar|petra"},
    {'l', "adler|brown|costa|doe|evans|fischer|garcia|huber|ito|jensen|kaya|lopez|meyer|novak|okafor|park"},
    {'M', "example.com|example.net|mail.example.org"},
    {'L', "en_US|en_GB|de_DE|fr_FR|es_ES|it_IT|pt_BR|ja_JP|pl_PL|tr_TR|nl_NL|sv_SE|hi_IN|id_ID|uk_UA"},
    {'D',
     "SM-S918B|SM-S921B|SM-A546B|SM-A155F|SM-G991B|Pixel 6a|Pixel 7|Pixel 8 Pro|Pixel 9|2201117TY|"
     "23021RAA2Y|M2101K6G|CPH2357|CPH2581|Redmi Note 12|RMX3511|V2206|moto g54 5G|XQ-DC54|SM-X200|VOG-L29"},
    {'w', "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"},
    {'c', "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"},
    {'a', "Mozilla/5.0 (Linux; Android 10; K)"},
    {'v', "Mozilla/5.0 (Linux; Android {A}; {D} Build/UP1A.231005.007; wv) {k}"},
    {'i', "Mozilla/5.0 (iPhone; CPU iPhone OS {I} like Mac OS X) {o}"},
    {'p', "Mozilla/5.0 (iPad; CPU OS {I} like Mac OS X) {o}"},
    {'o', "AppleWebKit/605.1.15 (KHTML, like Gecko)"},
    {'k', "AppleWebKit/537.36 (KHTML, like Gecko)"},
    {kHost,
     "www.example.org|www.example.org|www.example.org|shop.example.org|blog.example.org|docs.example.com"},
    {kPage,
     "/{s}/{q}|/{s}/{q}-{q}-{q}/|/blog/{y}/{m}/{q}-{q}-{q}-{q}-{q}/|/products/{q}-{q}-{q}-{n}.html|/{s}/{q}/"
     "{q}-{q}|"
     "/{s}/{q}-{q}-{q}-{q}|/{s}/{q}-{q}-{q}-{q}-{q}-{q}"},
    {kMailPage, "/unsubscribe/{f}.{l}{d}@{M}|/users/{f}.{l}@{M}/settings"},
    {kAsset,
     "/assets/js/{b}.{x}.js|/assets/css/{b}.{x}.css|/static/js/{d}{N}-{x}{x}.js|/static/fonts/"
     "{q}-{d}00-latin.woff2|"
     "/images/icons/{q}-{q}.svg|/wp-content/uploads/{y}/{m}/{q}-{q}-{d}00x{d}00.jpg|/images/logo-{q}@2x.png|"
     "/images/products/{q}-{q}-{q}-{d}.webp"},
    {kApi,
     "/api/v1/users/{n}/orders|/api/v1/orders/{n}{d}|/api/v2/products/{x}-{h}-4{N}-a{N}-{x}{h}/availability|"
     "/api/v2/carts/{x}{x}{x}{x}|/api/v1/articles/{q}-{q}-{q}/related"},
    {kQuery,  // some of it is what must never be published
     "token={x}{x}{x}&email={f}.{l}{d}%40{M}|session={x}{x}{x}{x}|fbclid=IwAR{x}Zk{x}Tq{x}_{x}xW|q={q}+{q}|"
     "id={n}|"
     "gclid=Cj0KCQiA{x}BhC{x}|q={q}&sort=price&order=asc|utm_source=newsletter&utm_medium=email&utm_campaign="
     "{q}|"
     "page={d}|_=17638{n}{n}|lang={L}|v={d}.{d}.{d}"},
    {kLinkingSite,
     "https://www.{q}-{q}.example/{s}/{q}-{q}-{q}|https://{q}-{q}.example/|"
     "https://{q}.example.net/{y}/{m}/{q}-{q}-{q}-{q}.html"},
    {kSearchSite,
     "https://www.google.com/|https://www.google.com/|https://www.google.de/|https://www.google.fr/|"
     "https://www.bing.com/|https://duckduckgo.com/|https://search.brave.com/|https://www.ecosia.org/|"
     "https://www.bing.com/search?q=portable+coffee+machine"},
    {kSocialSite,
     "https://www.facebook.com/|https://l.facebook.com/|https://t.co/kR7mZx2QpL|https://www.reddit.com/|"
     "https://www.linkedin.com/|https://www.youtube.com/|https://chatgpt.com/|https://news.ycombinator.com/|"
     "android-app://com.google.android.gm/"},
    // What scanners and broken clients leave in a log, as nginx escapes it: request, status and bytes.
    {kOddRequest,
     R"(\x16\x03\x01\x00\xEE\x01\x00\x00\xEA\x03\x03\xB5\xF2\x0C\x8A" 400 157|\x16\x03\x01\x05\xA8\x01" 400 157|)"
     R"(\x03\x00\x00/*\xE0\x00\x00\x00\x00\x00Cookie: mstshash=Administr" 400 157|" 400 0|-" 408 0|GET /" 400 157|)"
     R"(hello" 400 157|PRI * HTTP/2.0" 400 157|OPTIONS * HTTP/1.0" 400 157|PROPFIND / HTTP/1.1" 405 157|)"
     R"(CONNECT example.net:443 HTTP/1.1" 400 157|GET http://proxy.example.net/check HTTP/1.1" 404 153|)"
     R"(GET /.env HTTP/1.1" 404 153|GET /.git/config HTTP/1.1" 404 153|GET /wp-login.php HTTP/1.1" 404 153|)"
     R"(POST /xmlrpc.php HTTP/1.1" 404 153|GET /index.php?s=/index/\x5Cthink\x5Capp HTTP/1.1" 404 153|)"
     R"(HEAD /backup.zip HTTP/1.1" 404 0|GET /search?q=\x22quoted words\x22 HTTP/1.1" 200 5120)"},
    {kOddAgent, "-|-|-|Mozilla/5.0 zgrab/0.x|curl/7.88.1|Go-http-client/1.1"},
};

// Patterns of user agents.
struct AgentPattern {
  std::uint32_t weight;  // share among the 2,000
  bool browser;          // asks for pages with their assets, and tells where it comes from
  std::string_view text;
};
inline constexpr AgentPattern kAgentPatterns[] = {
    {90, true, "{w} {k} Chrome/{C}.0.0.0 Safari/537.36"},
    {40, true, "{c} {k} Chrome/{C}.0.0.0 Safari/537.36"},
    {15, true, "Mozilla/5.0 (X11; Linux x86_64) {k} Chrome/{C}.0.0.0 Safari/537.36"},
    {8, true, "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {k} Chrome/{C}.0.0.0 Safari/537.36"},
    {90, true, "{a} {k} Chrome/{C}.0.0.0 Mobile Safari/537.36"},
    {30, true, "Mozilla/5.0 (Linux; Android {A}; {D}) {k} Chrome/{C}.0.{B} Mobile Safari/537.36"},
    {110, true, "{i} Version/{S} Mobile/15E148 Safari/604.1"},
    {15, true, "{p} Version/{S} Mobile/15E148 Safari/604.1"},
    {40, true, "{c} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{S} Safari/605.1.15"},
    {35, true, "{i} CriOS/{C}.0.{B} Mobile/15E148 Safari/604.1"},
    {6, true, "{i} FxiOS/{F}.0 Mobile/15E148 Safari/604.1"},
    {25, true, "{i} GSA/387.{N}.{B} Mobile/15E148 Safari/604.1"},
    {40, true, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{F}.0) Gecko/20100101 Firefox/{F}.0"},
    {12, true, "Mozilla/5.0 (X11; Linux x86_64; rv:{F}.0) Gecko/20100101 Firefox/{F}.0"},
    {8, true, "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:{F}.0) Gecko/20100101 Firefox/{F}.0"},
    {10, true, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:{F}.0) Gecko/20100101 Firefox/{F}.0"},
    {8, true, "Mozilla/5.0 (Android {A}; Mobile; rv:{F}.0) Gecko/{F}.0 Firefox/{F}.0"},
    {45, true, "{w} {k} Chrome/{C}.0.0.0 Safari/537.36 Edg/{C}.0.0.0"},
    {8, true, "{w} {k} Chrome/{C}.0.0.0 Safari/537.36 OPR/126.0.{B}"},
    {45, true, "{a} {k} SamsungBrowser/{Z}.0 Chrome/{C}.0.0.0 Mobile Safari/537.36"},
    {25, true,
     "{i} Mobile/15E148 [FBAN/FBIOS;FBAV/535.0.0.{N};FBBV/7{N}4{N};FBDV/iPhone1{d},{d};FBMD/iPhone;"
     "FBSN/iOS;FBSV/{S};FBSS/3;FBCR/;FBID/phone;FBLC/{L};FBOP/80]"},
    {20, true, "{v} Version/4.0 Chrome/{C}.0.{B} Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/535.0.0.{N};]"},
    {20, true,
     "{i} Mobile/22F76 Instagram 4{N}.0.0.31.84 (iPhone1{d},{d}; iOS {I}; {L}; scale=3.00; 1179x2556; "
     "7{N}4{N})"},
    {12, true, "{v} Version/4.0 Chrome/{C}.0.{B} Mobile Safari/537.36 musical_ly_4{N} trill_4{N}"},
    {8, false, "Shop/5.{N} (iPhone1{d},{d}; iOS {S}; Scale/3.00)"},
    {8, false, "okhttp/4.{Z}.0"},
    {14, false, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    {14, false,
     "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) {k} Chrome/{C}.0.{B} Mobile Safari/537.36 "
     "(compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    {10, false,
     "Mozilla/5.0 {k} (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/{C}.0.{B} "
     "Safari/537.36"},
    {6, false, "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)"},
    {6, false, "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)"},
    {6, false, "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)"},
    {8, false, "Mozilla/5.0 {k} (compatible; GPTBot/1.2; +https://openai.com/gptbot)"},
    {6, false, "Mozilla/5.0 (compatible; PetalBot; +https://webmaster.petalsearch.com/site/petalbot)"},
    {5, false, "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"},
    {4, false, "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)"},
    {5, false, "python-requests/2.{Z}.0"},
    {4, false, "curl/8.{Z}.0"},
    {4, false, "Go-http-client/2.0"},
    {4, false, "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {N} subscribers; )"},
};

struct StatusShare {
  std::uint32_t up_to;  // of 1000
  std::string_view text;
  bool sized;  // the size follows
};
inline constexpr StatusShare kStatuses[] = {
    {835, "200 ", true},     {905, "304 0", false},   {915, "206 ", true},     {925, "204 0", false},
    {945, "301 162", false}, {958, "302 138", false}, {985, "404 ", true},     {989, "403 146", false},
    {993, "499 0", false},   {997, "429 162", false}, {999, "500 170", false}, {1000, "502 150", false}};

}  // namespace anonlog

#endif  // ANONLOG_BENCH_CORPUS_TEXTS_H_
