package net.brim.server.plan;

import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.JsonCodec;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Stat;
import net.brim.api.TcpApp;
import net.brim.api.TcpConnection;
import org.jspecify.annotations.Nullable;

/** Apps as users write them, right and wrong. */
public final class SampleApps {

  private SampleApps() {}

  /** An app without a factory. */
  public static final class Shortest implements HttpApp {
    private final String name;

    /** For {@code call}. */
    public Shortest(String name, Conf conf, HttpApp next) {
      if (conf.get(name, "fail") != null) {
        throw new IllegalStateException("no database");
      }
      this.name = name;
    }

    @Override
    public Response handle(Request request) {
      return Response.text(name);
    }
  }

  /** An app that wants a path, and counts. */
  public static final class Made implements HttpApp.Factory<String> {

    /** For {@code call}. */
    public Made() {}

    @Override
    public String parseConf(String name, Conf conf) {
      if (conf.get(name, "fail") != null) {
        throw new IllegalStateException("boom");
      }
      String path = conf.get(name, "path");
      if (path == null) {
        throw new ConfException("[" + name + "] you must configure a path to serve.");
      }
      return path;
    }

    @Override
    public List<Stat> statsConf(String name, String path) {
      if (path.equals("/bad")) {
        throw new IllegalStateException("no stats");
      }
      return List.of(Stat.sum(name + ".requests"), Stat.max(path.substring(1)));
    }

    @Override
    public HttpApp create(String name, String path, HttpApp next) {
      return request -> Response.text(path);
    }
  }

  /** Has no constructor that fits. */
  public static final class NoConstructor implements HttpApp {
    @Override
    public Response handle(Request request) {
      return Response.text("");
    }
  }

  /** Has a factory's constructor that fails. */
  public static final class BrokenFactory implements HttpApp.Factory<String> {

    /** Fails. */
    public BrokenFactory() {
      throw new IllegalStateException("not today");
    }

    @Override
    public String parseConf(String name, Conf conf) {
      return "";
    }

    @Override
    public HttpApp create(String name, String settings, HttpApp next) {
      return next;
    }
  }

  /** Not for the public. */
  static final class Hidden implements HttpApp {
    Hidden(String name, Conf conf, HttpApp next) {}

    @Override
    public Response handle(Request request) {
      return Response.text("");
    }
  }

  /** No app at all, and no codec. */
  public static final class Plain {}

  /** A codec. */
  public static final class Codec implements JsonCodec {
    @Override
    public byte[] write(@Nullable Object value) {
      return new byte[] {'1'};
    }

    @Override
    public <T> T read(byte[] json, Class<T> type) {
      throw new IllegalArgumentException("not read here");
    }
  }

  /** A TCP app without a factory. */
  public static final class ShortestTcp implements TcpApp {

    /** For {@code call}. */
    public ShortestTcp(String name, Conf conf) {
      if (conf.get(name, "fail") != null) {
        throw new IllegalStateException("no database");
      }
    }

    @Override
    public void handle(TcpConnection connection) {}
  }

  /** Makes TCP apps, and counts under a name that the section gives. */
  public static final class MadeTcp implements TcpApp.Factory<String> {

    /** For {@code call}. */
    public MadeTcp() {}

    @Override
    public String parseConf(String name, Conf conf) {
      String message = conf.get(name, "message");
      if (message == null) {
        throw new ConfException("[" + name + "] you must configure a message to serve.");
      }
      return message;
    }

    @Override
    public List<Stat> statsConf(String name, String message) {
      return List.of(Stat.sum(message));
    }

    @Override
    public TcpApp create(String name, String message) {
      if (message.equals("bad")) {
        throw new IllegalStateException("not that one");
      }
      return connection -> {};
    }
  }
}
