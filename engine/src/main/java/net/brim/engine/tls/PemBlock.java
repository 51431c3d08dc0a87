package net.brim.engine.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file (RFC 7468; RFC 1421 for the headers of old encrypted keys).
 *
 * <pre>
 *   -----BEGIN label-----
 *   Name: value            only in old files
 *   base64 …
 *   -----END label-----
 * </pre>
 *
 * @param label such as {@code CERTIFICATE}
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, and compared by nobody
record PemBlock(String label, boolean encrypted, byte[] content) {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  static List<PemBlock> all(PemFile file) {
    var blocks = new ArrayList<PemBlock>();
    String text = file.text();
    int start = text.indexOf(BEGIN);
    while (start >= 0) {
      int labelEnd = text.indexOf(DASHES, start + BEGIN.length());
      String label = labelEnd < 0 ? "" : text.substring(start + BEGIN.length(), labelEnd);
      String last = END + label + DASHES;
      int end = labelEnd < 0 ? -1 : text.indexOf(last, labelEnd);
      if (end < 0) {
        throw new TlsFileException(file.path(), "a PEM block has no end");
      }
      blocks.add(block(file, label, text.substring(labelEnd + DASHES.length(), end)));
      start = text.indexOf(BEGIN, end + last.length());
    }
    return blocks;
  }

  private static PemBlock block(PemFile file, String label, String inner) {
    if (label.equals("ENCRYPTED PRIVATE KEY") || inner.contains("ENCRYPTED")) {
      return new PemBlock(label, true, new byte[0]);
    }
    int headers = inner.indexOf("\n\n");
    String body = inner.indexOf(':') >= 0 && headers >= 0 ? inner.substring(headers) : inner;
    try {
      return new PemBlock(label, false, Base64.getMimeDecoder().decode(body));
    } catch (IllegalArgumentException e) {
      throw new TlsFileException(file.path(), "a block of " + label + " is not base64", e);
    }
  }
}
