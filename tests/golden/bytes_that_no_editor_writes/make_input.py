"""A BOM, CRLF, NUL runs, raw high bytes, a line longer than --max-line's default, no newline at the end."""
import sys

line = b'203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] "GET %s HTTP/1.1" 200 5 "-" "curl/8.0"'
out = b"\xef\xbb\xbf" + line % b"/bom" + b"\r\n"
out += b"\0" * 4096 + line % b"/behind-nuls" + b"\n"
out += line % b"/caf\xe9/\xc3\xa9/\xed\xa0\x80/\xf0\x9f\x98\x80" + b"\n"
out += line % (b"/" + b"x" * (1 << 20)) + b"\n"
out += b"   " + line % b"/spaces-before" + b"\n"
out += (line % b"/runs-of-spaces").replace(b" - - ", b"   -  -   ").replace(b" 200 5 ", b"   200  5   ") + b"\n"
out += line % b"/last-without-newline"
sys.stdout.buffer.write(out)
