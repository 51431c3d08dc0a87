package net.brim.server.plan;

import java.lang.reflect.Constructor;
import net.brim.api.AppFactory;
import net.brim.api.Conf;
import org.jspecify.annotations.Nullable;

/**
 * Finds apps of one kind that stand in no pipeline.
 *
 * @param <A> the kind
 */
abstract class SoloApps<A> {

  private final AppLoader loader;
  private final Class<A> kind;
  private final Class<?> factories;

  /** Of that kind, with those factories. */
  SoloApps(AppLoader loader, Class<A> kind, Class<?> factories) {
    this.loader = loader;
    this.kind = kind;
    this.factories = factories;
  }

  /** The factory of a built-in app, made without reflection; null where it is none. */
  abstract @Nullable AppFactory<?, ? extends A> builtIn(String className);

  /** Loads the app of that section and has it read its configuration. */
  final SoloApp<?, A> prepare(String name, Conf conf) {
    AppFactory<?, ? extends A> builtIn = builtIn(AppLoader.className(name, conf));
    AppFactory<?, ? extends A> factory = builtIn == null ? find(name, conf) : builtIn;
    return prepare(name, factory, conf);
  }

  private <S> SoloApp<S, A> prepare(String name, AppFactory<S, ? extends A> factory, Conf conf) {
    S settings = AppLoader.parse(name, factory.getClass(), () -> factory.parseConf(name, conf));
    return new SoloApp<>(name, factory, settings);
  }

  @SuppressWarnings("unchecked") // Each interface in `factories` is one of such factories.
  private AppFactory<?, ? extends A> find(String name, Conf conf) {
    Class<?> type = loader.find(name, "call", conf);
    if (factories.isAssignableFrom(type)) {
      return (AppFactory<?, ? extends A>) loader.instantiate(name, "call", type, conf);
    }
    if (kind.isAssignableFrom(type)) {
      var constructor =
          loader.constructor(name, type.asSubclass(kind), conf, String.class, Conf.class);
      return new OfConstructor<>(constructor);
    }
    throw AppLoader.wrong(
        name,
        "call",
        conf,
        "a class that implements %s.Factory or %s of net.brim.api"
            .formatted(kind.getSimpleName(), kind.getSimpleName()));
  }

  /** Makes apps of a class that has no factory, by its constructor. */
  private record OfConstructor<A>(Constructor<? extends A> constructor)
      implements AppFactory<Conf, A> {

    @Override
    public Conf parseConf(String name, Conf conf) {
      return conf;
    }

    @Override
    public A create(String name, Conf conf) {
      return ConstructorFactory.make(name, constructor, name, conf);
    }
  }
}
