package net.brim.server.apps;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that were right, or are being checked, so that bcrypt is asked once for all requests
 * that bring the same. No password is kept: what is, is of no use without a key that never leaves
 * this process.
 */
final class Remembered {

  /** More are forgotten all at once; a file has rarely as many users. */
  private static final int MOST = 10_000;

  private static final String ALGORITHM = "HmacSHA256";
  private static final SecretKeySpec KEY = newKey();

  private final ConcurrentHashMap<ByteBuffer, CompletableFuture<Boolean>> answers =
      new ConcurrentHashMap<>();

  /** What stands for credentials here. */
  static ByteBuffer digest(Credentials credentials) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(KEY);
      for (int i = 0; i < credentials.user().length(); i++) {
        mac.update((byte) credentials.user().charAt(i));
      }
      mac.update((byte) ':'); // A name has none.
      return ByteBuffer.wrap(mac.doFinal(credentials.password()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** The answer that is there for a digest; null where {@code fresh} now is, to be completed. */
  @Nullable CompletableFuture<Boolean> answer(ByteBuffer digest, CompletableFuture<Boolean> fresh) {
    if (answers.size() >= MOST) {
      answers.clear();
    }
    return answers.putIfAbsent(digest, fresh);
  }

  /** Forgets an answer that is not yes. */
  void forget(ByteBuffer digest, CompletableFuture<Boolean> answer) {
    answers.remove(digest, answer);
  }

  int size() {
    return answers.size();
  }

  private static SecretKeySpec newKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new SecretKeySpec(key, ALGORITHM);
  }
}
