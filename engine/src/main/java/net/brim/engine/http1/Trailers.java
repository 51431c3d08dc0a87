package net.brim.engine.http1;

import static net.brim.engine.http1.HeadReader.malformed;

import net.brim.api.HeaderList;
import net.brim.api.Status;
import net.brim.api.Tokens;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.TrailerNames;

/** The trailer fields of one request, line by line (RFC 9112, section 7.1.2). */
final class Trailers {

  private final HttpSettings limits;
  private HeaderList fields = HeaderList.of();
  private int size;

  Trailers(HttpSettings limits) {
    this.limits = limits;
  }

  /** Those that have come. */
  HeaderList fields() {
    return fields;
  }

  /** Counts one byte of a line that has begun. */
  void count() throws MalformedRequest {
    if (++size > limits.maxHeaderSize()) {
      throw tooLarge("The trailer fields are longer than " + limits.maxHeaderSize() + " bytes.");
    }
  }

  /** Adds a line. */
  void add(String line) throws MalformedRequest {
    int colon = line.indexOf(':');
    String name = colon < 0 ? line : line.substring(0, colon);
    if (colon <= 0 || !Tokens.isToken(name)) {
      throw malformed("A trailer line does not begin with a name and a colon.");
    }
    if (TrailerNames.isForbidden(name)) {
      throw malformed("The field " + name + " is not allowed in a trailer.");
    }
    if (fields.size() == limits.maxHeaders()) {
      throw tooLarge("There are more than " + limits.maxHeaders() + " trailer fields.");
    }
    fields = fields.with(name, line.substring(colon + 1).strip());
  }

  private static MalformedRequest tooLarge(String reason) {
    return new MalformedRequest(Status.HEADER_FIELDS_TOO_LARGE, reason);
  }
}
