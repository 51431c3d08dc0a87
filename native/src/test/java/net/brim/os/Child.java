package net.brim.os;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Starts programs for tests and reads what they print. */
final class Child {

  static final Os OS = Os.current();

  private static final List<String> ENVIRONMENT = List.of("PATH=/usr/bin:/bin", "LC_ALL=C");

  /** How a program ended and what it printed. */
  record Result(int pid, String output, ChildExit exit) {
    List<String> lines() {
      return output.lines().toList();
    }

    /** The rest of the first line that begins so. */
    String value(String prefix) {
      return lines().stream()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + prefix + " in: " + output));
    }
  }

  private Child() {}

  /** The descriptors in what {@code ls -l /proc/self/fd} prints, but for that of the directory. */
  static SortedMap<Integer, String> descriptors(Result result) {
    SortedMap<Integer, String> descriptors = new TreeMap<>();
    for (String line : result.lines()) {
      int arrow = line.indexOf(" -> ");
      if (arrow > 0 && !line.endsWith("/fd")) {
        String number = line.substring(line.lastIndexOf(' ', arrow - 1) + 1, arrow);
        descriptors.put(Integer.valueOf(number), line.substring(arrow + 4));
      }
    }
    return descriptors;
  }

  /** Runs a program to its end; its standard output and error go to the result. */
  static Result run(String... command) {
    return run(List.of(command), List.of(), false);
  }

  /** The same with more descriptors, from 3 on. */
  static Result run(List<String> command, List<Integer> more, boolean newSession) {
    int[] output = OS.pipe();
    List<Integer> descriptors = new ArrayList<>(List.of(0, output[1], output[1]));
    descriptors.addAll(more);
    int pid = OS.spawn(new Program(command, ENVIRONMENT, descriptors, newSession));
    OS.close(output[1]);
    String text = readAll(output[0]);
    OS.close(output[0]);
    return new Result(pid, text, OS.waitForChild(pid));
  }

  /** Starts a program that reads from and writes to these descriptors. */
  static int start(int in, int out, List<String> command) {
    return OS.spawn(new Program(command, ENVIRONMENT, List.of(in, out, 2), false));
  }

  /** The command for a class of these tests in a JVM of its own. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Everything up to the end of a pipe. */
  static String readAll(int fd) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    int count = OS.read(fd, part, 0, part.length);
    while (count > 0) {
      all.write(part, 0, count);
      count = OS.read(fd, part, 0, part.length);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  static void write(int fd, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    OS.write(fd, bytes, 0, bytes.length);
  }
}
