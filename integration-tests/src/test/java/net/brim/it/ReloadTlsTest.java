package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Certificates and sessions over a reload. */
class ReloadTlsTest {

  private static final String REQUEST =
      "printf 'GET /hello HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' | "
          + "openssl s_client -ign_eof -servername localhost -connect 127.0.0.1:8901 ";

  @RegisterExtension final Brimd brimd = new Brimd();

  private void conf(String name, int workers) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        [http]
        ip = 127.0.0.1
        port = 8901
        workers = %d
        apps = workbench
        certfile = %s.pem
        keyfile = %s.key
        %s
        """
            .formatted(Workbench.classpath(), workers, name, name, Workbench.SECTION));
  }

  @Test
  void aSessionResumesAndANewCertificateIsServed() throws IOException {
    Clients.need("openssl");
    var authority = new Certificates(brimd);
    authority.rsa("one", "localhost");
    authority.ec("two", "localhost");
    conf("one", 1);
    brimd.started();
    brimd.shell(REQUEST + "-sess_out session").exits(0);

    conf("one", 2);
    brimd.run("reload").exits(0);

    for (int i = 0; i < 4; i++) {
      Outcome again = brimd.shell(REQUEST + "-sess_in session");
      assertTrue(again.out().contains("Reused, TLSv1.3"), again::toString);
      assertTrue(again.out().contains("hello"), again::toString);
    }

    conf("two", 2);
    brimd.run("reload").exits(0);
    assertEquals("CN=two", subject(authority));

    conf("three", 2);
    Outcome refused = brimd.run("reload").exits(1);
    assertTrue(refused.err().contains("three.pem"), refused::toString);
    assertEquals("CN=two", subject(authority));
    assertEquals(List.of(), brimd.lines("brim.log", "Exception"));
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  private static String subject(Certificates authority) throws IOException {
    try (SSLSocket socket = authority.connect("localhost")) {
      return socket.getSession().getPeerPrincipal().getName();
    }
  }
}
