package net.brim.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import net.brim.api.Body;
import net.brim.api.HttpException;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.hub.ClientGoneException;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** Whatever an app does, there is one answer. */
final class AnswerTest {

  @Test
  void passesOnWhatTheAppAnswers() throws Exception {
    Response response = Response.text("x");
    assertEquals(response, Answer.of(request -> response, request()));
    assertEquals(
        Status.CONFLICT,
        Answer.of(
                request -> {
                  throw new HttpException(Status.CONFLICT);
                },
                request())
            .status());
  }

  @Test
  void answers500WithTheTransactionIdForAFailure() throws Exception {
    for (Throwable failure : new Throwable[] {new IllegalStateException("x"), new LinkageError()}) {
      Response response =
          Answer.of(
              request -> {
                throw sneak(failure);
              },
              request());
      assertEquals(Status.INTERNAL_SERVER_ERROR, response.status());
      var body = (Body.Bytes) response.body();
      assertTrue(new String(body.bytes(), StandardCharsets.UTF_8).contains("txn-1"));
    }
  }

  @Test
  void doesNotAnswerForAClientThatLeft() {
    assertThrows(
        ClientGoneException.class,
        () ->
            Answer.of(
                request -> {
                  throw new ClientGoneException("early");
                },
                request()));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> Exception sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  private static Request request() {
    return (Request)
        Proxy.newProxyInstance(
            AnswerTest.class.getClassLoader(),
            new Class<?>[] {Request.class},
            (proxy, method, arguments) ->
                method.getName().equals("logger") ? NOPLogger.NOP_LOGGER : "txn-1");
  }
}
