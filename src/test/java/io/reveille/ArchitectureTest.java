package io.reveille;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may import whom: one test for each sentence. The rules are checked in plain tests, because the
 * {@code archunit-junit5} engine ran none of them and passed.
 */
class ArchitectureTest {
  private static final String ROOT = "io.reveille";
  private static final JavaClasses OURS = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages(ROOT);

  /** Verticles meet on the bus, adapters stand behind a port of the core. */
  private static final List<String> SHELLS = List.of(
      "lifecycle", "proxy", "notify", "admin", "metrics", "tracing", "runtime", "store", "cli");

  @Test
  void coreImportsNothingButJavaAndFutures() {
    check(classes()
        .that()
        .resideInAPackage(in("core"))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(
                in("core"), "java..", "org.jspecify.annotations")
            .or(named(
                "io.vertx.core.Future", "io.vertx.core.Promise", "io.vertx.core.AsyncResult"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "bus", "http"})
  void foundationsImportOnlyCore(String foundation) {
    importsOfOurs(foundation, "core");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lifecycle", "notify", "metrics"})
  void lifecycleNotifierAndMetricsImportOnlyCoreConfigAndBus(String verticle) {
    importsOfOurs(verticle, "core", "config", "bus");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "admin"})
  void proxyAndAdminImportOnlyCoreConfigBusAndHttp(String verticle) {
    importsOfOurs(verticle, "core", "config", "bus", "http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "store"})
  void adaptersImportOnlyCoreAndConfig(String adapter) {
    importsOfOurs(adapter, "core", "config");
  }

  // the log only knows a bot ID when it sees one
  @ParameterizedTest
  @ValueSource(strings = {"tracing", "logging"})
  void tracesAndTheLogImportOnlyCore(String observer) {
    importsOfOurs(observer, "core");
  }

  // core only for the types that the configuration is made of
  @Test
  void commandLineImportsOnlyConfig() {
    importsOfOurs("cli", "config", "core");
  }

  @Test
  void toyAgentImportsNothingOfOurs() {
    importsOfOurs("demo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lifecycle",
        "proxy",
        "notify",
        "admin",
        "metrics",
        "tracing",
        "runtime",
        "store",
        "cli"
      })
  void verticlesAndAdaptersNeverImportOneAnother(String shell) {
    String[] others = SHELLS.stream()
        .filter(other -> !other.equals(shell))
        .map(ArchitectureTest::in)
        .toArray(String[]::new);
    check(noClasses()
        .that()
        .resideInAPackage(in(shell))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others));
  }

  @Test
  void nobodyImportsTheRoot() {
    check(noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT));
  }

  @Test
  void everyPackageIsInTheTable() {
    String[] table = Stream.concat(
            SHELLS.stream(), Stream.of("core", "config", "bus", "http", "demo", "logging"))
        .map(ArchitectureTest::in)
        .toArray(String[]::new);
    check(classes()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .resideInAnyPackage(table)
        .because("a new package needs a decision record, a row of the table and a rule here"));
  }

  // the root hands vertx.eventBus() to GatewayBus and does nothing else with it
  @Test
  void onlyBusImportsTheEventBus() {
    check(noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, in("bus"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.core.eventbus.."));
  }

  @Test
  void onlyStoreImportsTheSqlClient() {
    check(noClasses()
        .that()
        .resideOutsideOfPackage(in("store"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx.sqlclient..",
            "io.vertx.jdbcclient..",
            "java.sql..",
            "javax.sql..",
            "org.sqlite.."));
  }

  // the data plane counts through a port: what keeps the numbers can be changed without it
  @Test
  void onlyMetricsKnowsMicrometer() {
    check(noClasses()
        .that()
        .resideOutsideOfPackage(in("metrics"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.prometheus.."));
  }

  @Test
  void onlyTracingKnowsOpenTelemetry() {
    check(noClasses()
        .that()
        .resideOutsideOfPackage(in("tracing"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry.."));
  }

  @Test
  void onlyRuntimeKnowsDockersClient() {
    check(noClasses()
        .that()
        .resideOutsideOfPackage(in("runtime"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava.."));
  }

  // the toy agent is a program of its own: its surroundings are its whole configuration; Main hands
  // the environment over to config; the log is there before that
  @Test
  void onlyConfigReadsTheEnvironment() {
    check(noClasses()
        .that()
        .resideOutsideOfPackages(in("config"), in("demo"), in("logging"))
        .and(not(named(ROOT + ".Main")))
        .should()
        .accessTargetWhere(calls(System.class, "getenv")));
  }

  // store moves a damaged database aside; runtime keeps the roll of its processes; the demo makes a
  // folder; the log looks where the error output leads to
  @Test
  void onlyConfigReadsFiles() {
    check(noClasses()
        .that()
        .resideOutsideOfPackages(
            in("config"), in("store"), in("runtime"), in("demo"), in("logging"))
        .should()
        .dependOnClassesThat(named(
                "java.nio.file.Files",
                "java.io.FileInputStream",
                "java.io.FileReader",
                "java.io.FileOutputStream",
                "java.io.FileWriter",
                "java.io.RandomAccessFile",
                "java.nio.channels.FileChannel")
            .or(resideInAPackage("io.vertx.core.file.."))));
  }

  // the toy agent ends with the exit code that it is asked for
  @Test
  void onlyMainEndsTheProcess() {
    check(noClasses()
        .that(not(named(ROOT + ".Main")).and(not(resideInAPackage(in("demo")))))
        .should()
        .accessTargetWhere(calls(System.class, "exit")
            .or(calls(Runtime.class, "exit"))
            .or(calls(Runtime.class, "halt"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Manager", "Helper", "Impl"})
  void noClassHidesWhatItDoesBehindAnEmptyName(String ending) {
    check(noClasses().should().haveSimpleNameEndingWith(ending));
  }

  @Test
  void noPackageIsADrawerForTheRest() {
    check(noClasses().should().resideInAnyPackage("..util..", "..common..", "..impl.."));
  }

  private static void importsOfOurs(String from, String... allowed) {
    String[] reachable = Stream.concat(Stream.of(from), Arrays.stream(allowed))
        .map(ArchitectureTest::in)
        .toArray(String[]::new);
    check(noClasses()
        .that()
        .resideInAPackage(in(from))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(reachable)))));
  }

  // a package of the table may not exist yet
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    List<String> wanted = List.of(names);
    return DescribedPredicate.describe(
        "one of " + wanted, candidate -> wanted.contains(candidate.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String method) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + method,
        access -> access.getTargetOwner().isEquivalentTo(owner)
            && access.getTarget().getName().equals(method));
  }
}
