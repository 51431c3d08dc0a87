package net.brim.server.cli;

import java.io.FileInputStream;
import java.io.IOException;
import net.brim.server.plan.PlanRequest;

/** Has this process end with the one that started it, whatever an application is at. */
final class Lifeline {

  private Lifeline() {}

  /**
   * Ends this process when the other end of a pipe is closed.
   *
   * @throws IOException where the descriptor is none
   */
  static void endWith(int descriptor) throws IOException {
    var pipe = new FileInputStream(PlanRequest.path(descriptor).toFile());
    Thread.ofPlatform()
        .daemon()
        .name("lifeline")
        .start(() -> {
          try (pipe) {
            var _ = pipe.read();
          } catch (IOException e) {
            System.err.println("brimd: reading the lifeline: " + e.getMessage());
          }
          Runtime.getRuntime().halt(1);
        });
  }
}
