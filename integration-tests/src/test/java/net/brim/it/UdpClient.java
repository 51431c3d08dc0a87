package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A socket that sends datagrams to a server, and expects answers from that very address. */
final class UdpClient implements AutoCloseable {

  private static final int LARGEST = 65_536;

  private final DatagramSocket socket;

  /** Not connected to: a socket of the JDK's that is sends no empty datagrams. */
  private final InetSocketAddress server;

  private UdpClient(DatagramSocket socket, InetSocketAddress server) {
    this.socket = socket;
    this.server = server;
  }

  /** To a port of an address. */
  static UdpClient to(String address, int port) throws IOException {
    var socket = new DatagramSocket();
    socket.setSoTimeout((int) Await.LIMIT.toMillis());
    return new UdpClient(socket, new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  /** To a port of 127.0.0.1. */
  static UdpClient to(int port) throws IOException {
    return to("127.0.0.1", port);
  }

  /** The text that comes back for a text. */
  String ask(String text) throws IOException {
    send(text);
    return receive();
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, server));
  }

  String receive() throws IOException {
    return new String(receiveBytes(), StandardCharsets.UTF_8);
  }

  byte[] receiveBytes() throws IOException {
    var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    socket.receive(packet);
    assertEquals(server, packet.getSocketAddress());
    return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
  }

  @Override
  public void close() {
    socket.close();
  }
}
