package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code examples/site}, as its README says. */
class SiteExampleTest {

  private static final String EXAMPLE = "examples/site/";

  @RegisterExtension final Brimd brimd = new Brimd();

  @Test
  void theSiteIsPublicAndTheDraftsAreNot() {
    Clients.need("curl", "gzip");
    for (String file :
        new String[] {
          "users",
          "www/index.html",
          "www/site.css",
          "www/articles/first.txt",
          "www/articles/second.txt",
          "drafts/third.txt"
        }) {
      brimd.write(file, Distribution.read(EXAMPLE + file));
    }
    brimd.conf(Distribution.read(EXAMPLE + "brimd.conf"));
    brimd.started();

    assertTrue(curl("http://127.0.0.1:8901/").contains("<h1>A site</h1>"));
    assertTrue(curl("http://127.0.0.1:8901/articles/").contains("\"./second.txt\""));
    brimd.shell("gzip -k www/site.css").exits(0);
    String css = curl("--compressed http://127.0.0.1:8901/site.css");
    assertTrue(css.contains("Content-Encoding: gzip") && css.contains("font-family"), css);
    assertTrue(curl("http://127.0.0.1:8902/").startsWith("HTTP/1.1 401 "));
    assertTrue(curl("-u alice:guess http://127.0.0.1:8902/").startsWith("HTTP/1.1 401 "));
    String drafts = curl("-u alice:secret http://127.0.0.1:8902/third.txt");
    assertTrue(drafts.endsWith("Not ready yet.\n"), drafts);
    assertEquals(0, brimd.run("stop").status());
  }

  private String curl(String arguments) {
    return brimd.shell("curl -sSi " + arguments).exits(0).out();
  }
}
