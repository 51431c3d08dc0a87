package net.brim.api;

/**
 * An application that is sent datagrams.
 *
 * <p>The shortest app is a public class that implements this interface and has a public constructor
 * {@code (String name, Conf conf)}; one with settings of its own implements {@link Factory}. Either
 * is named by the option {@code call} of a {@code [udp]} section.
 */
@FunctionalInterface
public interface UdpApp {

  /**
   * Takes one datagram.
   *
   * @param socket to answer by
   * @throws Exception is logged, and has later datagrams handed to a fresh app
   */
  void handle(Datagram datagram, UdpSocket socket) throws Exception;

  /**
   * Makes the app of a {@code [udp]} section.
   *
   * @param <S> the app's own settings
   */
  interface Factory<S> extends AppFactory<S, UdpApp> {}
}
