package net.brim.engine.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Reads the private key of a certificate: PKCS#8, and the older forms of RSA (PKCS#1, RFC 8017) and
 * EC keys (SEC 1, RFC 5915), which the JDK cannot read as they are.
 *
 * <pre>
 *   PKCS#8 (RFC 5958):  SEQUENCE { INTEGER 0, algorithm, OCTET STRING { an older form } }
 *   public key:         SEQUENCE { algorithm, BIT STRING }
 * </pre>
 *
 * <p>The algorithm, with its curve, is the same in both: so the certificate has what the older
 * forms lack.
 */
final class PrivateKeys {

  private static final byte[] VERSION = {2, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 4;

  private PrivateKeys() {}

  /** The key in that file that belongs to {@code certified}. */
  static PrivateKey read(PemFile file, PublicKey certified) {
    for (PemBlock block : file.blocks()) {
      if (block.label().endsWith("PRIVATE KEY")) {
        return read(file, block, certified);
      }
    }
    throw new TlsFileException(file.path(), "holds no private key");
  }

  private static PrivateKey read(PemFile file, PemBlock block, PublicKey certified) {
    if (block.encrypted()) {
      throw new TlsFileException(
          file.path(),
          "the private key is encrypted, and nobody is there to type its passphrase:"
              + " `openssl pkey` can write it without");
    }
    String algorithm = certified.getAlgorithm();
    try {
      byte[] pkcs8 =
          block.label().equals("PRIVATE KEY") ? block.content() : wrap(block.content(), certified);
      PrivateKey key =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (belong(key, certified)) {
        return key;
      }
    } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
      throw new TlsFileException(
          file.path(),
          "the private key is damaged, or it is not of the certificate's kind, " + algorithm,
          e);
    }
    throw new TlsFileException(
        file.path(),
        "the private key does not belong to the certificate, whose file must have the server's own"
            + " certificate first");
  }

  private static boolean belong(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (key instanceof RSAPrivateKey ours && certified instanceof RSAPublicKey theirs) {
      return ours.getModulus().equals(theirs.getModulus());
    }
    byte[] sample = VERSION;
    var signature = Signature.getInstance(signatureOf(certified.getAlgorithm()));
    signature.initSign(key);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(sample);
    return signature.verify(signed);
  }

  private static String signatureOf(String algorithm) {
    return algorithm.equals("EC") ? "SHA256withECDSA" : algorithm;
  }

  private static byte[] wrap(byte[] key, PublicKey certified) {
    byte[] publicKey = certified.getEncoded();
    int algorithm = contentOf(publicKey, 0);
    int length = publicKey[algorithm + 1]; // An algorithm has less than 128 bytes.
    var content = new ByteArrayOutputStream();
    content.writeBytes(VERSION);
    content.writeBytes(Arrays.copyOfRange(publicKey, algorithm, algorithm + 2 + length));
    write(content, OCTET_STRING, key);
    var pkcs8 = new ByteArrayOutputStream();
    write(pkcs8, SEQUENCE, content.toByteArray());
    return pkcs8.toByteArray();
  }

  /** Where the content of the value at that offset begins (X.690, section 8.1.3). */
  private static int contentOf(byte[] der, int offset) {
    int length = der[offset + 1];
    return offset + 2 + (length < 0 ? length & 0x7f : 0);
  }

  private static void write(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content);
  }
}
