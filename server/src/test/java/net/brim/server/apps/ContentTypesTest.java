package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypesTest {

  private static String of(String path) {
    return ContentTypes.of(path.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "a/b.c/INDEX.HTML, text/html; charset=utf-8",
    "app.mjs, text/javascript; charset=utf-8",
    "style.css, text/css; charset=utf-8",
    "readme.md, text/markdown; charset=utf-8",
    "feed.xml, application/xml; charset=utf-8",
    "data.json, application/json",
    "app.wasm, application/wasm",
    "site.webmanifest, application/manifest+json",
    "logo.svg, image/svg+xml",
    "photo.avif, image/avif",
    "photo.jxl, image/jxl",
    "font.woff2, font/woff2",
    "film.webm, video/webm",
    "song.opus, audio/ogg",
    "favicon.ico, image/vnd.microsoft.icon",
    "archive.tar.gz, application/gzip",
    "Makefile, application/octet-stream",
    "dir.txt/file, application/octet-stream",
    "strange.q\u00fc, application/octet-stream",
    "dot., application/octet-stream"
  })
  void theEndingTellsTheType(String path, String type) {
    assertEquals(type, ContentTypes.withCharset(of(path), "utf-8"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.html, true",
    "a.js, true",
    "a.json, true",
    "a.svg, true",
    "a.wasm, true",
    "a.xml, true",
    "a.ttf, true",
    "a.geojson, true",
    "a.png, false",
    "a.woff2, false",
    "a.gz, false",
    "a.mp4, false",
    "a, false"
  })
  void textIsWorthCompressing(String path, boolean worth) {
    assertEquals(worth, ContentTypes.isCompressible(of(path)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "css", "js", "json", "png", "jpg", "webp", "pdf", "zip", "mp4"})
  void everyTypeIsOne(String ending) {
    assertTrue(of("a." + ending).matches("[a-z]+/[a-z0-9.+-]+"));
  }
}
