package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.brim.api.HeaderList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

  private static final List<Coding> OURS = List.of(Coding.ZSTD, Coding.GZIP);

  private static AcceptEncoding of(String... values) {
    HeaderList headers = HeaderList.of();
    for (String value : values) {
      headers = headers.with("accept-encoding", value);
    }
    return AcceptEncoding.of(headers);
  }

  private static String chosen(AcceptEncoding accepted) {
    Coding coding = accepted.choose(OURS, any -> true);
    return coding == null ? "none" : coding.token();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | gzip",
        "GZip | gzip",
        "zstd | zstd",
        "gzip, zstd | zstd",
        "gzip, deflate, br, zstd | zstd",
        "deflate, gzip;q=1.0, *;q=0.5 | gzip",
        "gzip;q=1, zstd;q=0.9 | gzip",
        "gzip;q=0.001 | gzip",
        "gzip;q=0 | none",
        "gzip;q=0.000, zstd;q=0 | none",
        "gzip; q=0.5 , zstd ;q=0.4 | gzip",
        "x-gzip | gzip",
        "x-gzip, gzip;q=0 | none",
        "* | zstd",
        "*;q=0 | none",
        "*, zstd;q=0 | gzip",
        "gzip, *;q=0 | gzip",
        "*;q=0.5, gzip;q=0.6 | gzip",
        "identity | none",
        "identity, gzip | gzip",
        "identity, gzip;q=0.9 | none",
        "identity;q=0.5, gzip;q=0.5 | gzip",
        "identity;q=0.5, gzip;q=0.4 | none",
        "identity;q=0, gzip;q=0.1 | gzip",
        "deflate | none",
        "br | none",
        "gzipped | none",
        "gzip;q=1.1 | none",
        "gzip;q=high | none",
        "gzip;level=9 | none",
        "'' | none",
        ", | none",
      })
  void choosesWhatTheClientLikesBest(String field, String chosen) {
    assertEquals(chosen, chosen(of(field.replace("''", ""))));
  }

  @Test
  void readsAllFieldsOfTheName() {
    assertEquals("zstd", chosen(of("gzip;q=0.5", "zstd")));
    assertEquals("none", chosen(of()));
  }

  @Test
  void leavesOutWhatCannotBeUsed() {
    assertEquals(Coding.GZIP, of("gzip, zstd").choose(OURS, coding -> coding == Coding.GZIP));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | false",
        "identity;q=0 | true",
        "identity;q=0.0 | true",
        "identity;q=0.1 | false",
        "*;q=0 | true",
        "*;q=0, identity | false",
        "*;q=0, identity;q=0.5 | false",
        "*, identity;q=0 | true",
        "gzip, * | false",
      })
  void knowsWhereTheResponseAsItIsWouldNotDo(String field, boolean refuses) {
    assertEquals(refuses, of(field).refusesIdentity());
  }
}
