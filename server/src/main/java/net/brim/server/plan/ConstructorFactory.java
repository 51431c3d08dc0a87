package net.brim.server.plan;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;

/** Makes apps of a class that has no factory, by its constructor. */
final class ConstructorFactory implements HttpApp.Factory<Conf> {

  private final Constructor<? extends HttpApp> constructor;

  ConstructorFactory(Constructor<? extends HttpApp> constructor) {
    this.constructor = constructor;
  }

  @Override
  public Conf parseConf(String name, Conf conf) {
    return conf;
  }

  @Override
  public HttpApp create(String name, Conf conf, HttpApp next) {
    try {
      return constructor.newInstance(name, conf, next);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfException problem) {
        throw problem;
      }
      throw new AppFailedException(
          name, "the constructor of " + constructor.getDeclaringClass().getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new AppFailedException(
          name, "the constructor of " + constructor.getDeclaringClass().getName(), e);
    }
  }
}
