/** {@code brimd}: the launcher, the supervisor, the workers and the built-in apps. */
@org.jspecify.annotations.NullMarked
module net.brim.server {
  requires com.github.luben.zstd_jni;
  requires info.picocli;
  requires jdk.net;
  requires net.brim.api;
  requires net.brim.engine;
  requires net.brim.os;
  requires spring.security.crypto;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports net.brim.server.apps;

  opens net.brim.server.cli to
      info.picocli;

  provides org.slf4j.spi.SLF4JServiceProvider with
      net.brim.server.logging.BrimLoggingProvider;
}
