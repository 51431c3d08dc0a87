package net.brim.engine.tls;

import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;

/** A {@link ServerKey} in the shape that Netty wants it in. */
final class ServerKeyFactory extends SimpleKeyManagerFactory {

  private final ServerKey key;

  ServerKeyFactory(ServerKey key) {
    this.key = key;
  }

  @Override
  protected void engineInit(KeyStore store, char[] password) {}

  @Override
  protected void engineInit(ManagerFactoryParameters parameters) {}

  @Override
  protected KeyManager[] engineGetKeyManagers() {
    return new KeyManager[] {key};
  }
}
