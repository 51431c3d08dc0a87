package net.brim.engine.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.Set;
import net.brim.api.TlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {

  private static TlsIdentity identity(String certificate, String key) {
    return identity(Fixtures.file(certificate), Fixtures.file(key));
  }

  private static TlsIdentity identity(PemFile certificate, PemFile key) {
    return new CertificateFiles(certificate, key).identity(List.of());
  }

  private static String problem(PemFile certificate, PemFile key) {
    return assertThrows(TlsFileException.class, () -> identity(certificate, key)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs8", "pkcs1"})
  void readsEveryFormOfAnRsaKey(String form) {
    TlsIdentity identity = identity("rsa.pem", "rsa." + form + ".key");
    assertEquals("RSA", identity.key().getAlgorithm());
    assertEquals(identity("rsa.pem", "rsa.pkcs8.key").key(), identity.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs8", "sec1"})
  void readsEveryFormOfAnEcKey(String form) {
    TlsIdentity identity = identity("ec.pem", "ec." + form + ".key");
    assertEquals("EC", identity.key().getAlgorithm());
    PrivateKey other = identity("ec.pem", "ec.pkcs8.key").key();
    assertEquals(((ECPrivateKey) other).getS(), ((ECPrivateKey) identity.key()).getS());
  }

  @Test
  void readsAKeyWithoutItsCurve() {
    assertEquals("EC", identity("other.pem", "other.sec1.key").key().getAlgorithm());
  }

  @Test
  void takesTheChainInItsOrderAndTheKeyFromTheSameFile() {
    String all =
        "a comment\n"
            + Fixtures.text("ec.sec1.key")
            + Fixtures.text("ec.pem").replace("\n", "\r\n")
            + "another\n"
            + Fixtures.text("rsa.pem");
    PemFile file = Fixtures.of("all.pem", all);
    TlsIdentity identity = identity(file, file);
    assertEquals(2, identity.chain().size());
    assertEquals(Set.of("one.example", "*.two.example"), names(identity));
  }

  @Test
  void takesTheCommonNameWhereThereIsNoOther() {
    assertEquals(Set.of("common.example"), names(identity("rsa.pem", "rsa.pkcs8.key")));
  }

  private static Set<String> names(TlsIdentity identity) {
    return CertificateNames.of(identity.chain().getFirst());
  }

  @ParameterizedTest
  @CsvSource({"www.two.example,*.two.example", "a.b.c,*.b.c", "com,''", ".com,''", "'',''"})
  void aWildcardStandsForOneLabel(String host, String wildcard) {
    assertEquals(wildcard, CertificateNames.wildcard(host));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pem,ec.pkcs8.key,is damaged",
    "ec.pem,rsa.pkcs1.key,is damaged",
    "ec.pem,other.sec1.key,does not belong to the certificate",
    "other.pem,twin.key,does not belong to the certificate",
    "rsa.pem,twin.rsa.key,does not belong to the certificate"
  })
  void refusesTheKeyOfAnother(String certificate, String key, String why) {
    assertTrue(
        problem(Fixtures.file(certificate), Fixtures.file(key))
            .startsWith(key + ": the private key " + why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa.encrypted.key", "rsa.encrypted.pkcs1.key"})
  void saysThatAKeyIsEncrypted(String key) {
    assertTrue(
        problem(Fixtures.file("rsa.pem"), Fixtures.file(key))
            .startsWith(key + ": the private key is encrypted, and nobody"));
  }

  @Test
  void saysWhatIsMissingOrDamaged() {
    PemFile certificate = Fixtures.file("ec.pem");
    PemFile key = Fixtures.file("ec.sec1.key");
    assertEquals("ec.pem: holds no private key", problem(certificate, certificate));
    assertEquals("ec.sec1.key: holds no certificate", problem(key, key));
    assertEquals("e: holds no certificate", problem(Fixtures.of("e", ""), key));
    String cut = certificate.text().substring(0, 200);
    assertEquals("c: a PEM block has no end", problem(Fixtures.of("c", cut), key));
    String wrong = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    assertTrue(problem(Fixtures.of("w", wrong), key).startsWith("w: a certificate is damaged: "));
    String noKey = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
    assertTrue(
        problem(certificate, Fixtures.of("n", noKey))
            .startsWith("n: the private key is damaged, or it is not of the certificate's kind"));
    String noText = "-----BEGIN PRIVATE KEY-----\nMII=B\n-----END PRIVATE KEY-----\n";
    assertEquals(
        "t: a block of PRIVATE KEY is not base64", problem(certificate, Fixtures.of("t", noText)));
  }

  @Test
  void saysWhyAFileCannotBeRead(@TempDir Path dir) throws Exception {
    Path missing = dir.resolve("a.pem");
    assertEquals(
        missing + ": is missing",
        assertThrows(TlsFileException.class, () -> PemFile.read(missing)).getMessage());
    Path directory = Files.createDirectory(missing);
    assertEquals(
        missing + ": is no PEM file",
        assertThrows(TlsFileException.class, () -> PemFile.read(directory)).getMessage());
  }

  @Test
  void keysDoNotShowInText() {
    PemFile key = Fixtures.file("ec.sec1.key");
    assertEquals("ec.sec1.key", key.toString());
    assertFalse(new CertificateFiles(key, key).toString().contains("BEGIN"));
    assertEquals("TicketSecret", TicketSecret.random().toString());
  }
}
