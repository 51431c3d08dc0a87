package net.brim.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import net.brim.os.Os;
import net.brim.server.control.StatusReport;
import org.junit.jupiter.api.Test;

/** How it ends; what it answers is a matter of {@link EndpointTest} and {@link ClientTest}. */
class AdminServerTest {

  private final Set<Integer> open = new ConcurrentSkipListSet<>();
  private final Os os =
      (Os)
          Proxy.newProxyInstance(
              Os.class.getClassLoader(),
              new Class<?>[] {Os.class},
              (proxy, method, arguments) -> call(method, arguments));

  /** Knows which ends of pipes are open. */
  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      Object result = method.invoke(Os.current(), arguments);
      if (result instanceof int[] pipe) {
        open.addAll(Set.of(pipe[0], pipe[1]));
      } else if (method.getName().equals("close")) {
        open.remove((Integer) arguments[0]);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void closingItAgainDoesNothingAndNothingIsLeft() {
    int[] neverReady = Os.current().pipe();
    var server = AdminServer.start(os, neverReady[0], CompletableFuture<StatusReport>::new);
    server.close();
    server.close();
    assertEquals(Set.of(), open);
    Os.current().close(neverReady[0]);
    Os.current().close(neverReady[1]);
  }
}
