package faulty;

import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Stat;

/** Apps that fail before they serve, each in a way of its own. */
public final class FaultyApps {

  private FaultyApps() {}

  private static IllegalStateException failure() {
    return new IllegalStateException("on purpose");
  }

  /** Does nothing wrong. */
  public abstract static class Fine implements HttpApp.Factory<String> {
    Fine() {}

    @Override
    public String parseConf(String name, Conf conf) {
      return name;
    }

    @Override
    public HttpApp create(String name, String settings, HttpApp next) {
      return next;
    }
  }

  static final class NotPublic extends Fine {}

  public static final class WrongConstructor extends Answering {
    public WrongConstructor(String name) {}
  }

  public abstract static class Answering implements HttpApp {
    Answering() {}

    @Override
    public net.brim.api.Response handle(net.brim.api.Request request) {
      return net.brim.api.Response.text("never");
    }
  }

  public static final class ConstructorThrows extends Answering {
    public ConstructorThrows(String name, Conf conf, HttpApp next) {
      throw failure();
    }
  }

  public static final class FactoryConstructorThrows extends Fine {
    public FactoryConstructorThrows() {
      throw failure();
    }
  }

  public static final class ParseConfThrows extends Fine {
    public ParseConfThrows() {}

    @Override
    public String parseConf(String name, Conf conf) {
      throw failure();
    }
  }

  public static final class ParseConfRefuses extends Fine {
    public ParseConfRefuses() {}

    @Override
    public String parseConf(String name, Conf conf) {
      throw new ConfException("[" + name + "] a colour is needed.");
    }
  }

  public static final class StatsConfThrows extends Fine {
    public StatsConfThrows() {}

    @Override
    public List<Stat> statsConf(String name, String settings) {
      throw failure();
    }
  }

  public static final class CreateThrows extends Fine {
    public CreateThrows() {}

    @Override
    public HttpApp create(String name, String settings, HttpApp next) {
      throw failure();
    }
  }

  public static final class InitializerThrows extends Fine {
    private static final String VALUE = value();

    public InitializerThrows() {}

    private static String value() {
      throw failure();
    }

    @Override
    public String toString() {
      return VALUE;
    }
  }

  public static final class CreateExits extends Fine {
    public CreateExits() {}

    @Override
    public HttpApp create(String name, String settings, HttpApp next) {
      System.exit(7);
      return next;
    }
  }

  public static final class CreateHalts extends Fine {
    public CreateHalts() {}

    @Override
    public HttpApp create(String name, String settings, HttpApp next) {

      try {
        new ProcessBuilder("/bin/sh", "-c", "kill -9 $PPID").start().waitFor();
      } catch (java.io.IOException | InterruptedException e) {
        throw new IllegalStateException("not killed", e);
      }
      return next;
    }
  }
}
