"""Typical lines of every format: one template each, of which bench/formats.py makes corpora.

A new format of the table needs one line here. <NAME> stands for a value of the request that is logged:

    ip port user ident  clf clf_ms  date clock epoch_ms iso iso_us iso_zone error_date apache_date
    method target path query protocol request url host referrer agent
    status bytes bytes_in  seconds ms us ns  id peer n

<NAME|json>, <NAME|plus>, <NAME|percent> are its value as a JSON string holds it, with + for spaces as in IIS's logs, and
percent-encoded as in CloudFront's. A header comes once, before the first line.
"""

COMBINED = '<ip> - <user> [<clf>] "<request>" <status> <bytes> "<referrer>" "<agent>"'
CLOUDFRONT_FIELDS = (
    "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) "
    "cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken "
    "x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status "
    "fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len "
    "sc-range-start sc-range-end")

HEADERS = {
    "w3c": "#Version: 1.0\n#Fields: date time c-ip cs-username cs-method cs-uri-stem cs-uri-query sc-status sc-bytes "
           "time-taken cs(User-Agent) cs(Referer)\n",
    "iis": "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2025-10-10 00:00:00\n"
           "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
           "cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n",
    "cloudfront": f"#Version: 1.0\n#Fields: {CLOUDFRONT_FIELDS}\n",
}

TEMPLATES = {
    "common": '<ip> - <user> [<clf>] "<request>" <status> <bytes>',
    "combined": COMBINED,
    "main": COMBINED + ' "<peer>"',
    "vhost_combined": f"<host>:443 {COMBINED}",
    "vcommon": '<host>:443 <ip> - <user> [<clf>] "<request>" <status> <bytes>',
    "combinedio": COMBINED + " <bytes_in> <bytes>",
    "lighttpd": '<ip> <host> <user> [<clf>] "<request>" <status> <bytes> "<referrer>" "<agent>"',
    "varnishncsa": '<ip> - <user> [<clf>] "<method> http://<host><target> <protocol>" <status> <bytes> "<referrer>" '
                   '"<agent>"',
    "ingress-nginx": COMBINED + " <bytes_in> <seconds> [default-web-80] [] <peer>:8080 <bytes> <seconds> <status> <id>",
    "traefik-clf": COMBINED + ' <n> "web@docker" "http://<peer>:80" <ms>ms',
    "nginx-proxy-manager": '[<clf>] - <status> <status> - <method> https <host> "<target>" [Client <ip>] [Length <bytes>] '
                           '[Gzip -] [Sent-to <peer>] "<agent>" "<referrer>"',
    "litespeed": f'["<host>"] {COMBINED} "<host>"',
    "squid": "<epoch_ms> <ms:6> <ip> TCP_MISS/<status> <bytes> <method> http://<host><target> <user> HIER_DIRECT/<peer> "
             "text/html",
    "w3c": "<date> <clock> <ip> <user> <method> <path> <query> <status> <bytes> <seconds> <agent|plus> <referrer|plus>",
    "iis": "<date> <clock> 198.51.100.1 <method> <path> <query> 443 <user> <ip> <agent|plus> <referrer|plus> <status> 0 0 "
           "<ms>",
    "cloudfront": "<date>\t<clock>\tFRA56-P4\t<bytes>\t<ip>\t<method>\td111111abcdef8.cloudfront.net\t<path|percent>\t"
                  "<status>\t<referrer|percent>\t<agent|percent>\t<query|percent>\t-\tHit\t<id>==\t<host>\thttps\t"
                  "<bytes_in>\t<seconds>\t-\tTLSv1.3\tTLS_AES_128_GCM_SHA256\tHit\tHTTP/2.0\t-\t-\t<port>\t<seconds>\tHit\t"
                  "text/html\t<bytes>\t-\t-",
    "alb": 'https <iso_us> app/my-loadbalancer/50dc6c495c0c9188 <ip>:<port> <peer>:80 0.000 <seconds> 0.000 <status> '
           '<status> <bytes_in> <bytes> "<method> https://<host>:443<target> <protocol>" "<agent>" '
           'ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/'
           'my-targets/73e2d6bc24d8a067 "Root=1-<id>" "<host>" "session-reused" 1 <iso_us> "forward" "-" "-" '
           '"<peer>:80" "<status>" "-" "-" TID_<id>',
    "elb": '<iso_us> my-loadbalancer <ip>:<port> <peer>:80 0.000073 <seconds> 0.000057 <status> <status> <bytes_in> <bytes> '
           '"<method> https://<host>:443<target> <protocol>" "<agent>" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2',
    "s3": '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be my-bucket [<clf>] <ip> - <id> '
          'WEBSITE.GET.OBJECT <path> "<request>" <status> - <bytes> <bytes> <ms> <n> "<referrer>" "<agent>" - '
          's9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP= - ECDHE-RSA-AES128-GCM-SHA256 - '
          'my-bucket.s3.us-west-1.amazonaws.com TLSv1.2 - -',
    "haproxy": '<ip>:<port> [<clf_ms>] www~ static/srv<n> 0/0/<n>/<ms>/<ms> <status> <bytes> - - ---- 1/1/1/1/0 0/0 '
               '"<request>"',
    "haproxy-clf": '<ip> - - [<clf>] "<request>" <status> <bytes> "" "" <port> 655 "www" "static" "srv1" 10 0 30 69 <ms> '
                   '"----" 1 1 1 1 0 0 0 "-" "-"',
    "envoy": '[<iso>] "<request>" <status> - <bytes_in> <bytes> <ms> <ms> "<ip>" "<agent>" "<id>" "<host>" "<peer>:80"',
    "envoy-json": '{":authority":"<host|json>","bytes_received":<bytes_in>,"bytes_sent":<bytes>,'
                  '"downstream_remote_address":"<ip>:<port>","duration":<ms>,"method":"<method>","protocol":"HTTP/2",'
                  '"response_code":<status>,"response_flags":"-","start_time":"<iso>","user-agent":"<agent|json>",'
                  '"x-envoy-origin-path":"<target|json>","x-forwarded-for":"<ip>","x-request-id":"<id>"}',
    "ltsv": "host:<ip>\tident:-\tuser:<user>\ttime:[<clf>]\treq:<request>\tstatus:<status>\tsize:<bytes>\t"
            "referer:<referrer>\tua:<agent>\tvhost:<host>\treqtime:<seconds>",
    "caddy": '{"level":"info","ts":<epoch_ms>123,"logger":"http.log.access.log0","msg":"handled request","request":{'
             '"remote_ip":"<ip>","remote_port":"<port>","client_ip":"<ip>","proto":"HTTP/2.0","method":"<method>",'
             '"host":"<host|json>","uri":"<target|json>","headers":{"User-Agent":["<agent|json>"],"Accept":["*/*"],'
             '"Accept-Language":["en-US,en;q=0.9"],"Referer":["<referrer|json>"]},"tls":{"resumed":false,"version":772,'
             '"cipher_suite":4865,"proto":"h2","server_name":"<host|json>"}},"bytes_read":0,"user_id":"",'
             '"duration":<seconds>,"size":<bytes>,"status":<status>,"resp_headers":{"Server":["Caddy"],'
             '"Content-Type":["text/html; charset=utf-8"]}}',
    "traefik-json": '{"ClientAddr":"<ip>:<port>","ClientHost":"<ip>","ClientPort":"<port>","ClientUsername":"-",'
                    '"DownstreamContentSize":<bytes>,"DownstreamStatus":<status>,"Duration":<ns>,"OriginDuration":<ns>,'
                    '"OriginStatus":<status>,"RequestAddr":"<host|json>","RequestContentSize":0,"RequestCount":<n>,'
                    '"RequestHost":"<host|json>","RequestMethod":"<method>","RequestPath":"<target|json>",'
                    '"RequestPort":"-","RequestProtocol":"HTTP/2.0","RequestScheme":"https","RouterName":"web@docker",'
                    '"StartUTC":"<iso_us>","entryPointName":"websecure","level":"info","msg":"",'
                    '"request_User-Agent":"<agent|json>","time":"<iso_zone>"}',
    "gcp-lb": '{"httpRequest":{"latency":"<seconds>s","referer":"<referrer|json>","remoteIp":"<ip>","requestMethod":'
              '"<method>","requestSize":"<bytes_in>","requestUrl":"https://<host|json><target|json>","responseSize":'
              '"<bytes>","serverIp":"<peer>","status":<status>,"userAgent":"<agent|json>"},"insertId":"<id>",'
              '"logName":"projects/p/logs/requests","resource":{"labels":{"zone":"global"},"type":"http_load_balancer"},'
              '"severity":"INFO","timestamp":"<iso_us>"}',
    "cloudflare": '{"ClientIP":"<ip>","ClientRequestHost":"<host|json>","ClientRequestMethod":"<method>",'
                  '"ClientRequestURI":"<target|json>","ClientRequestProtocol":"HTTP/2","ClientRequestReferer":'
                  '"<referrer|json>","ClientRequestUserAgent":"<agent|json>","EdgeResponseBytes":<bytes>,'
                  '"EdgeResponseStatus":<status>,"EdgeStartTimestamp":"<iso_zone>","RayID":"<id>"}',
    "nginx-json": '{"time_iso8601":"<iso_zone>","remote_addr":"<ip>","request_method":"<method>","request_uri":'
                  '"<target|json>","server_protocol":"HTTP/1.1","status":<status>,"body_bytes_sent":<bytes>,'
                  '"request_time":<seconds>,"http_referer":"<referrer|json>","http_user_agent":"<agent|json>",'
                  '"upstream_response_time":"<seconds>"}',
    "json": '{"@timestamp":"<iso>","client":{"ip":"<ip>"},"http":{"request":{"method":"<method>","referrer":'
            '"<referrer|json>"},"response":{"status_code":<status>,"body":{"bytes":<bytes>}}},"url":{"original":'
            '"<target|json>"},"user_agent":{"original":"<agent|json>"}}',
    "nginx-error": '<error_date> [error] 71#71: *<port> open() "/srv/www<path>" failed (2: No such file or directory), '
                   'client: <ip>, server: <host>, request: "<request>", host: "<host>", referrer: "<referrer>"',
    "apache-error": "[<apache_date>] [authz_core:error] [pid 71:tid <port>] [client <ip>:<port>] AH01630: client denied by "
                    "server configuration: /srv/www<path>",
}
