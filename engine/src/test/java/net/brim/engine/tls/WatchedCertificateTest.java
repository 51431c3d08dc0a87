package net.brim.engine.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedCertificateTest {

  @TempDir private Path dir;
  private Path certificate;
  private Path key;
  private long time = 1_000_000;

  @BeforeEach
  void files() throws IOException {
    certificate = dir.resolve("a.pem");
    key = dir.resolve("a.key");
    write(certificate, "ec.pem");
    write(key, "ec.sec1.key");
  }

  /** Later than any before. */
  private void write(Path file, String fixture) throws IOException {
    Files.writeString(file, Fixtures.text(fixture));
    Files.setLastModifiedTime(file, FileTime.fromMillis(time += 1000));
  }

  private WatchedCertificate watched() {
    return new WatchedCertificate(CertificateFiles.read(certificate, key));
  }

  private static String subject(WatchedCertificate watched) {
    return watched.identity(List.of()).chain().getFirst().getSubjectX500Principal().getName();
  }

  @Test
  void sameFilesAreNoNews() {
    WatchedCertificate watched = watched();
    assertFalse(watched.look(false));
    assertFalse(watched.look(true));
  }

  @Test
  void aNewPairIsTakenWhenItIsFoundTwice() throws IOException {
    WatchedCertificate watched = watched();
    write(certificate, "other.pem");
    assertFalse(watched.look(false));
    write(key, "other.sec1.key");
    assertFalse(watched.look(false));
    assertEquals("CN=ignored.example,O=Test", subject(watched));
    assertTrue(watched.look(false));
    assertEquals("CN=other.example", subject(watched));
    assertEquals("EC", watched.identity(List.of()).key().getAlgorithm());
    assertFalse(watched.look(false));
  }

  @Test
  void atOnceWhereThatIsAskedFor() throws IOException {
    WatchedCertificate watched = watched();
    write(certificate, "other.pem");
    write(key, "other.sec1.key");
    assertTrue(watched.look(true));
    assertEquals("CN=other.example", subject(watched));
  }

  @Test
  void halfAPairIsRefusedOnceAndTheOldOneStays() throws IOException {
    WatchedCertificate watched = watched();
    write(certificate, "other.pem");
    assertFalse(watched.look(false));
    assertThrows(TlsFileException.class, () -> watched.look(false));
    assertFalse(watched.look(false));
    assertFalse(watched.look(false));
    assertEquals("CN=ignored.example,O=Test", subject(watched));
    write(key, "other.sec1.key");
    assertFalse(watched.look(false));
    assertTrue(watched.look(false));
    assertEquals("CN=other.example", subject(watched));
  }

  @Test
  void aFileThatIsGoneOrEmptyIsNoReasonToStop() throws IOException {
    WatchedCertificate watched = watched();
    Files.delete(certificate);
    assertFalse(watched.look(false));
    assertThrows(TlsFileException.class, () -> watched.look(false));
    assertFalse(watched.look(false));
    Files.createFile(certificate);
    assertThrows(TlsFileException.class, () -> watched.look(true));
    assertFalse(watched.look(true));
    write(certificate, "ec.pem");
    assertTrue(watched.look(true));
    assertEquals("CN=ignored.example,O=Test", subject(watched));
  }

  @Test
  void aRenewedCertificateMayHaveTheKeyThatWasReadBefore() throws IOException {
    WatchedCertificate watched = watched();
    Files.delete(key); // As good as unreadable, also for root, who may run this.
    write(certificate, "ec.pem");
    assertTrue(watched.look(true));
    write(certificate, "other.pem");
    var problem = assertThrows(TlsFileException.class, () -> watched.look(true));
    assertEquals(
        certificate + ": has changed, and its key " + key + ": is missing", problem.getMessage());
  }

  @Test
  void authoritiesAreReadAnewTheSameWay() throws IOException {
    var watched = new WatchedAuthorities(PemFile.read(certificate));
    assertFalse(watched.look(false));
    Files.writeString(certificate, Fixtures.text("other.pem") + Fixtures.text("ec.pem"));
    assertFalse(watched.look(false));
    assertTrue(watched.look(false));
    assertEquals(2, watched.certificates().size());
    assertFalse(new WatchedAuthorities(null).look(true));
  }
}
