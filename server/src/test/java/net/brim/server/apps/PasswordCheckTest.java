package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PasswordCheckTest {

  private static Users users(String... lines) {
    return Users.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static Credentials credentials(String text) {
    Credentials credentials = Credentials.parse(CredentialsTest.basic(text));
    assertNotNull(credentials);
    return credentials;
  }

  @Test
  void whatWasRightIsRemembered() throws Exception {
    var check = new PasswordCheck("test", 1, 1);
    Users users = users("alice:" + UsersTest.HTPASSWD);
    assertEquals(PasswordCheck.Answer.RIGHT, check.check(users, credentials("alice:secret")));
    assertEquals(1, users.remembered().size());
    assertEquals(PasswordCheck.Answer.RIGHT, check.check(users, credentials("alice:secret")));
    assertEquals(PasswordCheck.Answer.WRONG, check.check(users, credentials("alice:other")));
    assertEquals(PasswordCheck.Answer.WRONG, check.check(users, credentials("alice:secre")));
    assertEquals(PasswordCheck.Answer.WRONG, check.check(users, credentials("nobody:secret")));
    assertEquals(1, users.remembered().size());
  }

  @Test
  void anotherFileBeginsAnew() throws Exception {
    var check = new PasswordCheck("test", 1, 1);
    Users before = users("alice:" + UsersTest.HTPASSWD);
    assertEquals(PasswordCheck.Answer.RIGHT, check.check(before, credentials("alice:secret")));
    Users after = users("alice:" + UsersTest.EMPTY);
    assertEquals(PasswordCheck.Answer.WRONG, check.check(after, credentials("alice:secret")));
  }

  @Test
  void bcryptIsAskedOnceForManyRequests() throws Exception {
    var check = new PasswordCheck("test", 1, 1);
    Users users = users("alice:" + UsersTest.COSTLY);
    List<PasswordCheck.Answer> answers =
        atOnce(20, () -> check.check(users, credentials("alice:secret")));
    // One thread and one place to wait: any more questions would have been refused.
    assertTrue(
        answers.stream().allMatch(answer -> answer == PasswordCheck.Answer.RIGHT),
        answers::toString);
  }

  @Test
  void whereTooManyWaitOthersAreSentAway() throws Exception {
    var check = new PasswordCheck("test", 1, 1);
    Users users = users("alice:" + UsersTest.COSTLY);
    var number = new java.util.concurrent.atomic.AtomicInteger();
    List<PasswordCheck.Answer> answers =
        atOnce(20, () -> check.check(users, credentials("alice:" + number.incrementAndGet())));
    assertTrue(answers.contains(PasswordCheck.Answer.BUSY), answers::toString);
    assertTrue(answers.contains(PasswordCheck.Answer.WRONG), answers::toString);
    assertTrue(!answers.contains(PasswordCheck.Answer.RIGHT), answers::toString);
    assertEquals(0, users.remembered().size());
    assertEquals(PasswordCheck.Answer.RIGHT, check.check(users, credentials("alice:secret")));
  }

  @Test
  void theDigestTellsCredentialsApart() {
    assertEquals(Remembered.digest(credentials("a:b:c")), Remembered.digest(credentials("a:b:c")));
    assertNotEquals(
        Remembered.digest(credentials("a:b:c")), Remembered.digest(credentials("a:bc")));
    assertNotEquals(Remembered.digest(credentials("ab:c")), Remembered.digest(credentials("a:bc")));
  }

  private static <T> List<T> atOnce(int times, Callable<T> question) throws Exception {
    var answers = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Future<T>>();
      for (int i = 0; i < times; i++) {
        asked.add(threads.submit(question));
      }
      for (Future<T> answer : asked) {
        answers.add(answer.get());
      }
    }
    return answers;
  }
}
