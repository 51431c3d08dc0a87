package net.brim.benchmarks;

import java.util.Arrays;
import java.util.List;

/** The command line of {@code ./bench}: each command prints tables and judges nothing. */
public final class Bench {

  private static final int CROWD = 10_000;
  private static final int SLEEPERS = 1000;
  private static final int UPLOAD_GIGABYTES = 5;

  private Bench() {}

  /** Arguments: a command and its own, as the usage of {@code ./bench} says. */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    try (Workplace work = Workplace.create()) {
      run(
          all.isEmpty() ? "" : all.getFirst(),
          all.subList(Math.min(1, all.size()), all.size()),
          work);
    } catch (UsageException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
    } catch (UnavailableException e) {
      System.err.println("bench: brimd " + e.reason());
      System.exit(1);
    }
  }

  private static void run(String command, List<String> arguments, Workplace work) throws Exception {
    switch (command) {
      case "http" -> {
        HttpOptions options = HttpOptions.parse(arguments);
        new HttpTables(options, new HttpComparison(options, work).run(), System.out).print();
      }
      case "files" -> {
        HttpOptions options = HttpOptions.parse(arguments);
        if (arguments.stream().anyMatch(argument -> argument.startsWith("-"))) {
          throw new UsageException("files has rounds and seconds only");
        }
        new FilesBench(work, options.rounds(), options.seconds()).run(System.out);
      }
      case "tcp" -> {
        if (arguments.size() > 2) {
          throw new UsageException("there are two numbers at most: rounds and seconds");
        }
        int seconds = size(arguments.subList(Math.min(1, arguments.size()), arguments.size()), 5);
        new TcpBench(work, size(arguments, 3), seconds).run();
      }
      case "udp" -> {
        HttpOptions options = HttpOptions.parse(arguments);
        UdpComparison.print(options, new UdpComparison(options, work).run(), System.out);
      }
      case "idle" -> new IdleBench(work, size(arguments, CROWD)).run();
      case "slow-heads" -> new SlowHeadsBench(work, size(arguments, CROWD)).run();
      case "sleepers" -> new SleepersBench(work, size(arguments, SLEEPERS)).run();
      case "upload" -> new UploadBench(work, size(arguments, UPLOAD_GIGABYTES)).run();
      default -> throw new UsageException("unknown command " + command);
    }
  }

  private static int size(List<String> arguments, int usual) {
    return arguments.isEmpty() ? usual : HttpOptions.number(arguments.getFirst());
  }
}
