package net.brim.api;

/**
 * An application that speaks over TCP connections, or those of unix sockets, in a protocol of its
 * own.
 *
 * <p>{@link #handle} is called once for each connection, on a virtual thread of its own, so calls
 * for different connections run at the same time. It reads and writes in blocking style; when it
 * returns, the connection is closed.
 *
 * <p>The shortest app is a public class that implements this interface and has a public constructor
 * {@code (String name, Conf conf)}; one with settings of its own implements {@link Factory}. Either
 * is named by the option {@code call} of a {@code [tcp]} section.
 */
@FunctionalInterface
public interface TcpApp {

  /**
   * Serves one connection.
   *
   * @throws Exception what the connection itself threw because the client left or was late ends the
   *     connection. Anything else does too, is logged, and has later connections served by a fresh
   *     app
   */
  void handle(TcpConnection connection) throws Exception;

  /**
   * Makes the app of a {@code [tcp]} section.
   *
   * @param <S> the app's own settings
   */
  interface Factory<S> extends AppFactory<S, TcpApp> {}
}
