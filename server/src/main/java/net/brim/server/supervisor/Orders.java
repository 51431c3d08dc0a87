package net.brim.server.supervisor;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.brim.server.config.Sigterm;
import net.brim.server.control.ControlReply;
import net.brim.server.control.ControlRequest;
import net.brim.server.control.StatsAnswer;
import net.brim.server.control.StatusReport;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.stats.StatsMemory;
import net.brim.server.stats.StatsReport;

/** What a supervisor is told to do, by signals and at its control socket. */
final class Orders {

  /** The exit status for a command that is none. */
  private static final int UNKNOWN_COMMAND = 2;

  private static final String RELOAD = "reload";
  private static final String RESTART = "restart";
  private static final String SCALE = "scale";
  private static final String LOGROTATE = "logrotate";
  private static final String LOGREOPEN = "logreopen";

  private final Lifetime lifetime;
  private final Changes changes;
  private final StatsMemory stats;
  private final Supplier<StatusReport> status;
  private final Consumer<ControlReply> reopenLogs;

  /**
   * Nobody has said anything yet.
   *
   * @param status how all is now
   * @param reopenLogs has all processes do so, and tells when they have
   */
  Orders(
      Lifetime lifetime,
      Changes changes,
      StatsMemory stats,
      Supplier<StatusReport> status,
      Consumer<ControlReply> reopenLogs) {
    this.lifetime = lifetime;
    this.changes = changes;
    this.stats = stats;
    this.status = status;
    this.reopenLogs = reopenLogs;
  }

  /** A signal of that name came, at a time in milliseconds. */
  void signal(String name, long now) {
    switch (name) {
      case "TERM" -> {
        if (shutsDown() && lifetime.isRunning()) {
          lifetime.shutDown("SIGTERM", now);
        } else {
          lifetime.stop("SIGTERM", now);
        }
      }
      case "INT" -> lifetime.stop("SIGINT", now);
      case "HUP" -> lifetime.shutDown("SIGHUP", now);
      case "USR1" -> reopenLogs.accept(ControlReply.nobody());
      case "USR2" -> change(ControlReply.nobody(), changes::restart);
      case "TTIN" -> change(ControlReply.nobody(), reply -> changes.scaleFirst(1, reply));
      case "TTOU" -> change(ControlReply.nobody(), reply -> changes.scaleFirst(-1, reply));
      default ->
          Log.main().log(Severity.NOTICE, "SIG" + name + " has no meaning in this version of Brim");
    }
  }

  private boolean shutsDown() {
    return changes.current().settings().brim().sigterm() == Sigterm.SHUTDOWN;
  }

  /** A command came, which is answered now or later. */
  void obey(ControlRequest request) {
    ControlReply reply = request.reply();
    switch (request.command()) {
      case StatusReport.COMMAND -> {
        status.get().writeTo(reply);
        reply.done(0);
      }
      case StatsAnswer.COMMAND -> {
        StatsAnswer.write(StatsReport.of(stats), reply);
        reply.done(0);
      }
      case LOGROTATE, LOGREOPEN -> reopenLogs.accept(reply);
      case RELOAD -> change(reply, changes::reload);
      case RESTART -> change(reply, changes::restart);
      case SCALE -> change(reply, to -> scale(request.arguments(), to));
      default -> {
        reply.err("brimd: the supervisor knows no command " + request.command());
        reply.done(UNKNOWN_COMMAND);
      }
    }
  }

  private void change(ControlReply reply, Consumer<ControlReply> change) {
    if (lifetime.isRunning()) {
      change.accept(reply);
    } else {
      reply.err("the server is " + lifetime.phase().name().toLowerCase(Locale.ROOT));
      reply.done(1);
    }
  }

  private void scale(List<String> arguments, ControlReply reply) {
    OptionalInt count = arguments.size() == 2 ? number(arguments.getLast()) : OptionalInt.empty();
    if (count.isEmpty()) {
      reply.err("expected `scale SECTION NUMBER`");
      reply.done(UNKNOWN_COMMAND);
    } else {
      changes.scale(arguments.getFirst(), count.getAsInt(), reply);
    }
  }

  private static OptionalInt number(String word) {
    try {
      return OptionalInt.of(Integer.parseInt(word));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
