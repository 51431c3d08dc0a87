/**
 * Protocols over sockets: usable as a library; knows nothing of configuration files or processes.
 */
@org.jspecify.annotations.NullMarked
module net.brim.engine {
  requires transitive net.brim.api;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.haproxy;
  requires io.netty.codec.http2;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires static transitive org.jspecify;

  exports net.brim.engine;
  exports net.brim.engine.http;
  exports net.brim.engine.threads;
  exports net.brim.engine.tls;
  exports net.brim.engine.udp;
}
