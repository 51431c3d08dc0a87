package net.brim.server.systemd;

/**
 * A descriptor that a service manager passes.
 *
 * @param number in the process that has it
 * @param name that of its unit, or the one under which it was kept
 */
public record PassedDescriptor(int number, String name) {

  public PassedDescriptor {
    if (name.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a colon in the name of a descriptor: " + name);
    }
  }
}
