package net.brim.benchmarks.servers;

import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;

/** Answers after a tenth of a second, as an app does that asks another server first. */
public final class SleepApp implements HttpApp {

  private static final long MILLIS = 100;

  /** What {@code call =} asks for. */
  public SleepApp(String name, Conf conf, HttpApp next) {}

  @Override
  public Response handle(Request request) throws InterruptedException {
    Thread.sleep(MILLIS);
    return Response.bytes("text/plain", Payloads.HELLO);
  }
}
