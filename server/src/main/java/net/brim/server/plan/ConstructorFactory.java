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
    return make(name, constructor, name, conf, next);
  }

  /** Makes an app by its constructor. */
  static <A> A make(String section, Constructor<? extends A> constructor, Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfException problem) {
        throw problem;
      }
      throw failed(section, constructor, e);
    } catch (ReflectiveOperationException e) {
      throw failed(section, constructor, e);
    }
  }

  private static AppFailedException failed(
      String section, Constructor<?> constructor, ReflectiveOperationException e) {
    return new AppFailedException(
        section, "the constructor of " + constructor.getDeclaringClass().getName(), e);
  }
}
