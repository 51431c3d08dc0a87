package net.brim.engine.fastcgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.brim.engine.hub.ByteSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records that we write. */
final class RecordWriterTest {

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final RecordWriter writer =
      new RecordWriter(
          new ByteSink() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
              sent.write(bytes, offset, length);
            }

            @Override
            public void flush() {}
          });

  @Test
  void padsToEightBytes() throws IOException {
    writer.stdout(0x4142, "xhellox".getBytes(ISO_8859_1), 1, 5);
    assertEquals("\1\6AB\0\5\3\0hello\0\0\0", sent.toString(ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "65528, 1", "65529, 2", "131056, 2", "131057, 3"})
  void splitsContent(int length, int records) throws IOException {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * 31);
    }
    writer.stdout(1, content, 0, length);
    List<String> written = Dialogue.records(sent.toByteArray());
    assertEquals(records, written.size());
    var joined = new StringBuilder();
    written.forEach(record -> joined.append(record, "record 6 1 ".length(), record.length()));
    assertEquals(new String(content, ISO_8859_1), joined.toString());
  }

  @Test
  void endsRequests() throws IOException {
    writer.complete(3);
    writer.end(4, RecordWriter.End.CANT_MULTIPLEX);
    writer.end(5, RecordWriter.End.UNKNOWN_ROLE);
    assertEquals(
        List.of(
            "record 6 3 ",
            "record 3 3 \0\0\0\0\0\0\0\0",
            "record 3 4 \0\0\0\0\1\0\0\0",
            "record 3 5 \0\0\0\0\3\0\0\0"),
        Dialogue.records(sent.toByteArray()));
  }
}
