package net.brim.server.apps;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The media types that the endings of file names stand for, as IANA registers them today. */
final class ContentTypes {

  private static final String UNKNOWN = "application/octet-stream";

  /** A type, then the endings that stand for it. */
  private static final String TABLE =
      """
      text/html html htm xhtm
      text/css css
      text/javascript js mjs cjs
      text/plain txt text log conf ini
      text/markdown md markdown
      text/csv csv
      text/tab-separated-values tsv
      text/calendar ics
      text/vcard vcf
      text/vtt vtt
      application/xml xml xsl xsd
      application/xhtml+xml xhtml
      application/rss+xml rss
      application/atom+xml atom
      application/json json map
      application/ld+json jsonld
      application/geo+json geojson
      application/manifest+json webmanifest
      application/x-ndjson ndjson jsonl
      application/yaml yaml yml
      application/toml toml
      application/wasm wasm
      application/pdf pdf
      application/rtf rtf
      application/epub+zip epub
      application/zip zip
      application/gzip gz tgz
      application/zstd zst
      application/x-brotli br
      application/x-bzip2 bz2
      application/x-xz xz
      application/x-7z-compressed 7z
      application/x-tar tar
      application/vnd.rar rar
      application/java-archive jar war
      application/vnd.android.package-archive apk
      application/vnd.debian.binary-package deb
      application/x-rpm rpm
      application/msword doc
      application/vnd.ms-excel xls
      application/vnd.ms-powerpoint ppt
      application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
      application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
      application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
      application/vnd.oasis.opendocument.text odt
      application/vnd.oasis.opendocument.spreadsheet ods
      application/vnd.oasis.opendocument.presentation odp
      application/vnd.apple.mpegurl m3u8
      application/dash+xml mpd
      application/pkix-cert cer
      application/pgp-signature asc sig
      application/x-x509-ca-cert der
      application/x-pem-file pem crt
      application/sql sql
      application/sqlite3 sqlite sqlite3
      image/png png
      image/apng apng
      image/jpeg jpg jpeg jpe jfif
      image/gif gif
      image/webp webp
      image/avif avif
      image/heic heic
      image/heif heif
      image/jxl jxl
      image/bmp bmp
      image/tiff tif tiff
      image/svg+xml svg
      image/vnd.microsoft.icon ico cur
      font/woff woff
      font/woff2 woff2
      font/ttf ttf
      font/otf otf
      font/collection ttc
      application/vnd.ms-fontobject eot
      audio/mpeg mp3
      audio/mp4 m4a
      audio/aac aac
      audio/ogg ogg oga opus
      audio/flac flac
      audio/wav wav
      audio/midi mid midi
      audio/webm weba
      video/mp4 mp4 m4v
      video/webm webm
      video/ogg ogv
      video/mpeg mpg mpeg
      video/quicktime mov
      video/x-msvideo avi
      video/x-matroska mkv
      video/mp2t ts
      video/3gpp 3gp
      model/gltf+json gltf
      model/gltf-binary glb
      """;

  private static final Map<String, String> BY_ENDING = read();

  private ContentTypes() {}

  /** The type of a file of that name, by what follows its last dot. */
  static String of(byte[] path) {
    int dot = path.length - 1;
    while (dot >= 0 && path[dot] != '.' && path[dot] != '/') {
      dot--;
    }
    if (dot < 0 || path[dot] == '/') {
      return UNKNOWN;
    }
    String ending = new String(path, dot + 1, path.length - dot - 1, StandardCharsets.ISO_8859_1);
    return BY_ENDING.getOrDefault(ending.toLowerCase(Locale.ROOT), UNKNOWN);
  }

  /** Whether a file of that type is text, or the like, and so worth compressing. */
  static boolean isCompressible(String type) {
    return isText(type)
        || type.startsWith("application/json")
        || type.endsWith("+xml")
        || type.endsWith("+json")
        || switch (type) {
          case "application/wasm",
              "application/x-ndjson",
              "application/yaml",
              "application/toml",
              "application/sql",
              "application/rtf",
              "application/vnd.apple.mpegurl",
              "application/vnd.ms-fontobject",
              "font/ttf",
              "font/otf",
              "image/bmp",
              "image/vnd.microsoft.icon" ->
              true;
          default -> false;
        };
  }

  /** The type with the charset, where it is one that has any. */
  static String withCharset(String type, String charset) {
    return isText(type) && !charset.isEmpty() ? type + "; charset=" + charset : type;
  }

  private static boolean isText(String type) {
    return type.startsWith("text/") || type.equals("application/xml");
  }

  private static Map<String, String> read() {
    var types = new HashMap<String, String>();
    for (String line : TABLE.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        types.put(words[i], words[0]);
      }
    }
    return types;
  }
}
