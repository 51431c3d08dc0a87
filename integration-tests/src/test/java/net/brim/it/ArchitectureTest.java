package net.brim.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions between modules and packages that the design lays down. */
class ArchitectureTest {

  private static final String[] JDK = {"java..", "javax..", "jdk..", "sun.misc.."};
  private static JavaClasses ours;

  @BeforeAll
  static void read() {
    ours =
        new ClassFileImporter()
            .importJars(Distribution.ourJars().stream().map(jar -> open(jar.toString())).toList());
    assertTrue(ours.size() > 100, "classes: " + ours.size());
  }

  private static JarFile open(String jar) {
    try {
      return new JarFile(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theApiSeesNothingOfOurs() {
    sees("net.brim.api..", "net.brim.api..", "org.slf4j..");
  }

  @Test
  void theNativeModuleSeesNothing() {
    sees("net.brim.os..", "net.brim.os..");
  }

  @Test
  void theEngineSeesTheApiAndNetty() {
    sees("net.brim.engine..", "net.brim.engine..", "net.brim.api..", "io.netty..", "org.slf4j..");
  }

  @Test
  void theBuiltInAppsSeeOnlyWhatAUsersAppSees() {
    sees(
        "net.brim.server.apps..",
        "net.brim.server.apps..",
        "net.brim.api..",
        "org.slf4j..",
        "com.github.luben.zstd..",
        "org.springframework.security.crypto.bcrypt..");
  }

  @Test
  void oneClassKnowsTheLibraryForBcrypt() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("net.brim.server.apps.Bcrypt")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.."));
  }

  @Test
  void oneClassKnowsTheNativeCompressor() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("net.brim.server.apps.ZstdLibrary")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.luben.."));
  }

  @Test
  void theSupervisorNeverRunsWhatItStarts() {
    check(
        noClasses()
            .that()
            .resideInAPackage("net.brim.server.supervisor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "net.brim.server.worker..",
                "net.brim.server.apps..",
                "net.brim.engine..",
                "picocli..",
                "tools.jackson..",
                "com.fasterxml..",
                "io.netty.."));
  }

  @Test
  void protocolsAreKnownToTheRootOfTheEngineOnly() {
    for (String protocol : new String[] {"http1", "http2", "scgi", "fastcgi", "tcp"}) {
      seenBy("net.brim.engine." + protocol + "..", "net.brim.engine");
    }
  }

  @Test
  void whatCgiSaysIsForItsOwnFamily() {
    seenBy(
        "net.brim.engine.cgi..",
        "net.brim.engine",
        "net.brim.engine.scgi..",
        "net.brim.engine.fastcgi..");
  }

  @Test
  void onlyTheNativeModuleCallsLibc() {
    check(
        noClasses()
            .that(not(resideInAnyPackage("net.brim.os..")))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.Linker"));
  }

  @Test
  void packagesFormNoCycle() {
    check(slices().matching("net.brim.(**)").should().beFreeOfCycles());
  }

  @Test
  void classesAreNamedForWhatTheyAre() {
    check(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils"));
  }

  /** Only these packages, and the classes of the package themselves, see it. */
  private static void seenBy(String packages, String... others) {
    String[] all = java.util.Arrays.copyOf(others, others.length + 1);
    all[others.length] = packages;
    check(
        noClasses()
            .that(not(resideInAnyPackage(all)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(packages));
  }

  private static void sees(String packages, String... others) {
    String[] all = java.util.Arrays.copyOf(JDK, JDK.length + others.length + 1);
    System.arraycopy(others, 0, all, JDK.length, others.length);
    all[all.length - 1] = "org.jspecify..";
    check(
        classes()
            .that()
            .resideInAPackage(packages)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(all));
  }

  private static void check(ArchRule rule) {
    rule.check(ours);
  }
}
