package net.brim.server.logging;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.api.JsonCodec;
import net.brim.api.Request;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.SubRequest;
import net.brim.engine.http.CompletedRequest;
import net.brim.engine.http.CurrentRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A request of which only what is logged matters. */
final class TestRequest implements Request {

  static final SocketAddress PEER = InetSocketAddress.createUnresolved("unused", 1);

  String method = "GET";
  String path = "/hello";
  @Nullable String query;
  Headers headers = HeaderList.of();
  SocketAddress client = new InetSocketAddress("192.0.2.7", 5000);
  @Nullable String user;
  String txn = "0123456789abcdef0123456789abcdef";
  final List<String> logInfo = new ArrayList<>();

  /** That request as the engine reports it. */
  CompletedRequest completed() {
    return completed(false, null);
  }

  CompletedRequest completed(boolean disconnected, @Nullable String source) {
    return completed(this, new InetSocketAddress("192.0.2.7", 5000), disconnected, source);
  }

  static CompletedRequest completed(
      @Nullable Request request,
      SocketAddress peer,
      boolean disconnected,
      @Nullable String source) {
    return new CompletedRequest(
        request, peer, 200, HeaderList.of(), 3, 13, 1_234_567, disconnected, source);
  }

  /** Runs something as the engine runs an app: with this as the current request. */
  void during(Runnable action) {
    CurrentRequest.during(
        this,
        () -> {
          action.run();
          return "";
        });
  }

  @Override
  public String host() {
    return "example.org";
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public @Nullable String query() {
    return query;
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public long contentLength() {
    return 0;
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(new byte[0]);
  }

  @Override
  public Headers trailers() {
    return HeaderList.of();
  }

  @Override
  public SocketAddress clientAddress() {
    return client;
  }

  @Override
  public SocketAddress remoteAddress() {
    return PEER;
  }

  @Override
  public SocketAddress localAddress() {
    return PEER;
  }

  @Override
  public @Nullable String user() {
    return user;
  }

  @Override
  public void user(String name) {
    user = name;
  }

  @Override
  public Server server() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant start() {
    return Instant.EPOCH;
  }

  @Override
  public Logger logger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String txn() {
    return txn;
  }

  @Override
  public List<String> logInfo() {
    return logInfo;
  }

  @Override
  public Stats stats() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonCodec json() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SubRequest subRequest(String subMethod, String target) {
    throw new UnsupportedOperationException();
  }
}
