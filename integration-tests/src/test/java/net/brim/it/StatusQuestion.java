package net.brim.it;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code status} of the control protocol, without the start of a JVM for it. */
final class StatusQuestion {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long PATIENCE_SECONDS = 5;

  private StatusQuestion() {}

  /**
   * The answer of the supervisor that listens there, as {@code brimd status --json} has it but for
   * the memory of the workers; null where nobody answers.
   */
  static @Nullable JsonNode ask(Path socket) {
    if (!Files.exists(socket)) {
      return null;
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap("status\n".getBytes(StandardCharsets.US_ASCII)));
      String answer =
          CompletableFuture.supplyAsync(() -> readAll(channel))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return answer.endsWith("done 0\n") ? parse(answer) : null;
    } catch (IOException | ExecutionException | TimeoutException e) {
      return null; // The command then says what is wrong.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String readAll(SocketChannel channel) {
    try {
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static JsonNode parse(String answer) {
    ObjectNode status = JSON.createObjectNode();
    status.put("running", true);
    var workers = status.putArray("workers");
    for (String line : answer.lines().filter(it -> it.startsWith("data ")).toList()) {
      List<String> fields = List.of(line.substring("data ".length()).split("\t", -1));
      if (fields.getFirst().equals("supervisor")) {
        status.put("pid", Long.parseLong(fields.get(1)));
        status.put("uptime_ms", Long.parseLong(fields.get(2)));
        status.put("phase", fields.get(3));
      } else if (fields.getFirst().equals("worker")) {
        workers
            .addObject()
            .put("section", fields.get(1))
            .put("slot", fields.get(2))
            .put("pid", Long.parseLong(fields.get(3)))
            .put("state", fields.get(4))
            .put("uptime_ms", Long.parseLong(fields.get(5)))
            .put("restarts", Long.parseLong(fields.get(6)))
            .put("requests", Long.parseLong(fields.get(7)))
            .put("connections", Long.parseLong(fields.get(8)));
      }
    }
    return JSON.readTree(status.toString()); // with numbers of the types that JSON has
  }
}
