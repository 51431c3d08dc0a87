package net.brim.server.control;

import java.util.ArrayList;
import java.util.List;

/** An answer that is kept. */
final class RecordedReply implements ControlReply {

  final List<ControlLine> lines = new ArrayList<>();

  @Override
  public void out(String text) {
    lines.add(new ControlLine(ControlLine.Kind.OUT, text));
  }

  @Override
  public void err(String text) {
    lines.add(new ControlLine(ControlLine.Kind.ERR, text));
  }

  @Override
  public void data(Object... fields) {
    lines.add(ControlLine.of(fields));
  }

  @Override
  public void done(int status) {
    lines.add(new ControlLine(ControlLine.Kind.DONE, Integer.toString(status)));
  }

  /** The fields of the lines for programs. */
  List<List<String>> data() {
    return lines.stream()
        .filter(line -> line.kind() == ControlLine.Kind.DATA)
        .map(ControlLine::fields)
        .toList();
  }
}
