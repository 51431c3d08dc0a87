package net.brim.server.supervisor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.brim.server.config.ListenAddress;
import net.brim.server.plan.PlanRequest;
import net.brim.server.plan.SocketGroup;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Estate} as bytes.
 *
 * <pre>
 * int magic, int version
 * list of text command, text user (empty for none), long startedAt,
 * int pidFile, int control, int admin, int stats, int nextPlan, int asker
 * sockets:     list of (text kind, text host or path, int port, mode or number,
 *              list of int descriptors, int listening, int backlog, boolean steerable, int ofOthers)
 * queues:      list of (text section, int in, int out)
 * generations: list of (int number, int plan)
 * workers:     list of (int generation, text section, text slot, int index, text place, int pid,
 *              int lifeline, int reports, int stdout, int stderr, int vitals, int hubs, text state,
 *              long startedAt, long readyAt, long endAt, boolean ending, int restarts,
 *              list of text sockets, list of text accepted, list of text unread)
 *
 * list: int count, then the elements      text: as {@link DataOutputStream#writeUTF}
 * </pre>
 */
final class EstateCodec {

  private static final int MAGIC = 0x42524553; // BRES

  private EstateCodec() {}

  static byte[] write(Estate estate) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(PlanRequest.ESTATE_VERSION);
      writeTexts(out, estate.command());
      out.writeUTF(estate.user() == null ? "" : estate.user());
      out.writeLong(estate.startedAt());
      for (int descriptor :
          List.of(
              estate.pidFile(),
              estate.control(),
              estate.admin(),
              estate.stats(),
              estate.nextPlan(),
              estate.asker())) {
        out.writeInt(descriptor);
      }
      out.writeInt(estate.sockets().size());
      for (Estate.Sockets group : estate.sockets()) {
        write(out, group);
      }
      out.writeInt(estate.queues().size());
      for (Estate.Queue queue : estate.queues()) {
        out.writeUTF(queue.section());
        out.writeInt(queue.in());
        out.writeInt(queue.out());
      }
      out.writeInt(estate.generations().size());
      for (Estate.Planned generation : estate.generations()) {
        out.writeInt(generation.number());
        out.writeInt(generation.plan());
      }
      out.writeInt(estate.workers().size());
      for (Estate.Worker worker : estate.workers()) {
        write(out, worker);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The estate of those bytes.
   *
   * @throws IOException where they are none of this version
   */
  static Estate read(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC || in.readInt() != PlanRequest.ESTATE_VERSION) {
        throw new IOException("these bytes are no estate of version " + PlanRequest.ESTATE_VERSION);
      }
      List<String> command = readTexts(in);
      String user = orNull(in.readUTF());
      return new Estate(
          command,
          user,
          in.readLong(),
          in.readInt(),
          in.readInt(),
          in.readInt(),
          in.readInt(),
          in.readInt(),
          in.readInt(),
          readList(in, EstateCodec::readSockets),
          readList(in, from -> new Estate.Queue(from.readUTF(), from.readInt(), from.readInt())),
          readList(in, from -> new Estate.Planned(from.readInt(), from.readInt())),
          readList(in, EstateCodec::readWorker));
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  // --- sockets ---

  private static void write(DataOutputStream out, Estate.Sockets group) throws IOException {
    switch (group.address()) {
      case ListenAddress.Tcp(String host, int port) -> write(out, "tcp", host, port);
      case ListenAddress.Udp(String host, int port) -> write(out, "udp", host, port);
      case ListenAddress.Unix(Path path, OptionalInt mode) ->
          write(out, "unix", path.toString(), mode.orElse(Estate.NONE));
      case ListenAddress.Inherited(int number) -> write(out, "fd", "", number);
      case ListenAddress.Stdin() -> throw new IllegalArgumentException("stdin is no socket");
    }
    out.writeInt(group.descriptors().size());
    for (int descriptor : group.descriptors()) {
      out.writeInt(descriptor);
    }
    out.writeInt(group.listening());
    out.writeInt(group.backlog());
    out.writeBoolean(group.steerable());
    out.writeInt(group.ofOthers());
  }

  private static void write(DataOutputStream out, String kind, String place, int number)
      throws IOException {
    out.writeUTF(kind);
    out.writeUTF(place);
    out.writeInt(number);
  }

  private static Estate.Sockets readSockets(DataInputStream in) throws IOException {
    ListenAddress address = address(in.readUTF(), in.readUTF(), in.readInt());
    List<Integer> descriptors = readList(in, DataInputStream::readInt);
    return new Estate.Sockets(
        address, descriptors, in.readInt(), in.readInt(), in.readBoolean(), in.readInt());
  }

  private static ListenAddress address(String kind, String place, int number) throws IOException {
    return switch (kind) {
      case "tcp" -> new ListenAddress.Tcp(place, number);
      case "udp" -> new ListenAddress.Udp(place, number);
      case "unix" ->
          new ListenAddress.Unix(
              Path.of(place), number == Estate.NONE ? OptionalInt.empty() : OptionalInt.of(number));
      case "fd" -> new ListenAddress.Inherited(number);
      default -> throw new IOException("there is no kind of address " + kind);
    };
  }

  // --- workers ---

  private static void write(DataOutputStream out, Estate.Worker worker) throws IOException {
    out.writeInt(worker.generation());
    out.writeUTF(worker.section());
    out.writeUTF(worker.slot());
    out.writeInt(worker.index());
    out.writeUTF(worker.place().name());
    out.writeInt(worker.pid());
    for (int descriptor : worker.pipes().all()) {
      out.writeInt(descriptor);
    }
    out.writeInt(worker.vitals());
    out.writeInt(worker.hubs());
    out.writeUTF(worker.state().name());
    out.writeLong(worker.startedAt());
    out.writeLong(worker.readyAt());
    out.writeLong(worker.endAt());
    out.writeBoolean(worker.ending());
    out.writeInt(worker.restarts());
    writeTexts(out, worker.sockets().stream().map(SocketGroup::text).toList());
    writeTexts(out, worker.accepted());
    writeTexts(out, worker.unread());
  }

  private static Estate.Worker readWorker(DataInputStream in) throws IOException {
    return new Estate.Worker(
        in.readInt(),
        in.readUTF(),
        in.readUTF(),
        in.readInt(),
        Estate.Place.valueOf(in.readUTF()),
        in.readInt(),
        new WorkerPipes(in.readInt(), in.readInt(), in.readInt(), in.readInt()),
        in.readInt(),
        in.readInt(),
        WorkerHandle.State.valueOf(in.readUTF()),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        in.readInt(),
        readTexts(in).stream().map(SocketGroup::parse).toList(),
        readTexts(in),
        readTexts(in));
  }

  // --- lists ---

  /** Reads one element. */
  @FunctionalInterface
  private interface Element<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> List<T> readList(DataInputStream in, Element<T> element) throws IOException {
    var list = new ArrayList<T>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      list.add(element.read(in));
    }
    return list;
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    return readList(in, from -> from.readUTF());
  }
}
