package net.brim.chaos.load;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Map;
import net.brim.chaos.app.Payload;
import org.junit.jupiter.api.Test;

class QuestionTest {

  private static final Question QUESTION = new Question(7, 100, 0);

  @Test
  void onlyTheAnswerToItIsRight() {
    assertDoesNotThrow(() -> QUESTION.check(answer(200, Payload.of(7, 100))));
    assertWrong(answer(200, Payload.of(8, 100)));
    assertWrong(answer(200, Payload.of(7, 99)));
    assertWrong(answer(503, Payload.of(7, 100)));
  }

  @Test
  void noTwoNumbersHaveTheSamePayload() {
    assertFalse(Arrays.equals(Payload.of(1, 50), Payload.of(2, 50)));
  }

  @Test
  void lossesAreToldApart() {
    assertEquals(Loss.REFUSED, Loss.of(new ConnectException("Connection refused")));
    assertEquals(Loss.HUNG, Loss.of(new SocketTimeoutException()));
    assertEquals(Loss.RESET, Loss.of(new SocketException("Connection reset")));
    assertEquals(Loss.RESET, Loss.of(new EOFException()));
    assertEquals(Loss.WRONG, Loss.of((IOException) new WrongAnswerException("status 500")));
  }

  private static void assertWrong(Answer answer) {
    assertThrows(WrongAnswerException.class, () -> QUESTION.check(answer));
  }

  private static Answer answer(int status, byte[] body) {
    return new Answer(status, Map.of(), body);
  }
}
