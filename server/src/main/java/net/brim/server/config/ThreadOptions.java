package net.brim.server.config;

import java.util.Locale;
import net.brim.engine.threads.PoolSettings;

/** Reads the options that say which threads the apps of a worker run on. */
final class ThreadOptions {

  private final Section section;
  private final SectionReader reader;

  private ThreadOptions(Section section) {
    this.section = section;
    this.reader = new SectionReader(section);
  }

  static WorkerModel model(Section section) {
    return new SectionReader(section)
        .oneOf("workermodel", WorkerModel.VIRTUAL, "virtual, threaded or single");
  }

  /** The pool that {@code threaded} has; checked where another model is chosen, too. */
  static PoolSettings pool(Section section) {
    return new ThreadOptions(section).pool();
  }

  private PoolSettings pool() {
    PoolSettings otherwise = PoolSettings.DEFAULT;
    int maxThreads = most("maxthreads", 1);
    int maxSpare = most("maxspare", 0);
    int minSpare =
        reader.number(
            "minspare",
            0,
            Integer.MAX_VALUE,
            Math.min(otherwise.minSpare(), Math.min(maxSpare, maxThreads)));
    if (section.value("maxspare") == null || !section.isRight("maxspare")) {
      maxSpare = Math.max(otherwise.maxSpare(), minSpare);
    }
    if (minSpare > maxSpare || minSpare > maxThreads) {
      section.problem("minspare", "expected no more than maxspare and maxthreads");
      return otherwise;
    }
    return new PoolSettings(minSpare, maxSpare, maxThreads, most("maxqueue", 0));
  }

  /** An upper bound, for which {@code none} stands for any number. */
  private int most(String option, int least) {
    return reader.convert(
        option,
        Integer.MAX_VALUE,
        text ->
            text.toLowerCase(Locale.ROOT).equals("none")
                ? Integer.MAX_VALUE
                : Numbers.inRange(Integer.parseInt(text), least, Integer.MAX_VALUE),
        "a whole number, %d or more, or none".formatted(least));
  }
}
