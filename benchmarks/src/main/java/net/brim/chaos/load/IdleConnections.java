package net.brim.chaos.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections that have been used once and then are idle, until they are checked; one that does not
 * answer any more has died, and another takes its place.
 */
final class IdleConnections implements AutoCloseable {

  private static final int SIZE = 50;

  private final InetSocketAddress server;
  private final Tally tally;
  private final List<Member> members = new ArrayList<>();

  /** A connection, and the worker that answered last. */
  private static final class Member {
    private @Nullable Wire wire;
    private long pid;
  }

  IdleConnections(InetSocketAddress server, Tally tally, int count) {
    this.server = server;
    this.tally = tally;
    for (int i = 0; i < count; i++) {
      members.add(new Member());
    }
  }

  /** Asks something on each of them. */
  void check() {
    members.forEach(this::use);
  }

  private void use(Member member) {
    Question question = Question.next(SIZE, 0);
    tally.sent();
    long begun = System.nanoTime();
    try {
      if (member.wire != null && !member.wire.isOpen()) {
        tally.closed(member.pid);
        hangUp(member);
      }
      if (member.wire == null) {
        member.pid = 0;
        member.wire = Wire.connect(server);
      }
      member.wire.send(question.request(false));
      Answer answer = member.wire.read();
      question.check(answer);
      member.pid = answer.pid();
      tally.answered(begun);
      if (answer.closes()) {
        tally.closed(member.pid);
        hangUp(member);
      }
    } catch (IOException e) {
      tally.lost(e, 1, member.pid);
      hangUp(member);
    }
  }

  private static void hangUp(Member member) {
    if (member.wire != null) {
      member.wire.close();
      member.wire = null;
    }
  }

  @Override
  public void close() {
    members.forEach(IdleConnections::hangUp);
  }
}
