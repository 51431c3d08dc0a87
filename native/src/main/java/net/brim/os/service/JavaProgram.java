package net.brim.os.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.Program;

/** Another process of the JDK and the class path that this one runs with. */
public final class JavaProgram {

  private JavaProgram() {}

  /**
   * The program that runs a main class, with this process's environment.
   *
   * @param options of the JVM, such as {@code -Xmx64m}
   * @param descriptors of this process, for its 0, 1, 2 and so on
   */
  public static Program of(
      Class<?> main, List<String> options, List<String> arguments, List<Integer> descriptors) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    var environment = new ArrayList<String>();
    System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
    return new Program(command, environment, descriptors, false);
  }
}
