package net.brim.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import net.brim.api.Conf;
import net.brim.api.Origin;
import net.brim.engine.tls.ClientCertificates;
import org.jspecify.annotations.Nullable;

/**
 * What a section says of TLS.
 *
 * @param certificates the files, the default's first; empty for no TLS
 * @param keys one for each of them, or none where those files hold the keys too
 * @param clientCa whose certificates of clients are trusted; null for nobody's
 * @param adapter auto, boringssl or jdk, or else the name of a class
 */
public record TlsOptions(
    List<Path> certificates,
    List<Path> keys,
    @Nullable Path clientCa,
    ClientCertificates clientCertificates,
    String adapter) {

  /** Of a subserver that has no TLS, whatever the others have. */
  static final TlsOptions NONE =
      new TlsOptions(List.of(), List.of(), null, ClientCertificates.NONE, "auto");

  private static final String PATHS = "paths, quoted as in a shell where they have blanks";

  public TlsOptions {
    certificates = List.copyOf(certificates);
    keys = List.copyOf(keys);
  }

  /** Whether the subserver speaks TLS. */
  public boolean enabled() {
    return !certificates.isEmpty();
  }

  static TlsOptions read(Section section) {
    var reader = new SectionReader(section);
    Path clientCa = reader.path("client_ca");
    // Keys of [brim] are those of the certificates there.
    boolean foreignKeys = section.sets("certfile") && !section.sets("keyfile");
    return new TlsOptions(
        paths(section, "certfile"),
        foreignKeys ? List.of() : paths(section, "keyfile"),
        clientCa,
        reader.oneOf(
            "client_cert",
            clientCa == null ? ClientCertificates.NONE : ClientCertificates.REQUIRED,
            "none, optional or required"),
        adapter(reader));
  }

  private static String adapter(SectionReader reader) {
    String name = reader.word("tls_adapter", "auto, boringssl, jdk, or the name of a Java class");
    return name == null ? "auto" : name;
  }

  private static List<Path> paths(Section section, String option) {
    Conf.Value value = section.value(option);
    Origin origin = value == null ? null : value.origin();
    Predicate<List<Path>> any = paths -> true;
    return section.read(
        option,
        List.of(),
        home ->
            section
                .conf()
                .convert(
                    home,
                    option,
                    text ->
                        ShellWords.split(text).stream()
                            .map(word -> Conf.toPath(word, origin))
                            .toList(),
                    PATHS),
        any,
        PATHS);
  }
}
