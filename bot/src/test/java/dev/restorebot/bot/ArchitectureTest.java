package dev.restorebot.bot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. The reasons stand in the modules' RATIONALE.md. */
@AnalyzeClasses(packages = "dev.restorebot", importOptions = ArchitectureTest.OnlyMain.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theEngineKnowsNoChat =
      noClasses()
          .that()
          .resideInAPackage("dev.restorebot.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.restorebot.bot..", "io.javalin..", "picocli..");

  @ArchTest
  static final ArchRule onlyTheDockerAdaptersKnowDockerJava =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.restorebot.engine.sandbox.docker..", "dev.restorebot.engine.disaster.docker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule onlyTheConsoleAndSlacksHttpModeKnowJavalin =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.restorebot.bot.console..", "dev.restorebot.bot.slack..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "jakarta.servlet..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule onlyTheDiscordAdapterKnowsJda =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.restorebot.bot.discord..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.dv8tion..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.restorebot.bot.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule onlyStoresKnowSqlite =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.restorebot.engine.job.jdbc..",
              "dev.restorebot.engine.disaster.jdbc..",
              "dev.restorebot.engine.drill.jdbc..",
              "dev.restorebot.engine.audit.jdbc..",
              "dev.restorebot.engine.approval.jdbc..",
              "dev.restorebot.bot.thread.jdbc..",
              "dev.restorebot.bot.console..",
              "dev.restorebot.bot.discord..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sqlite..", "org.jdbi..", "org.flywaydb..");

  @ArchTest
  static final ArchRule onlySettingsReadYaml =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.restorebot.bot.settings..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson.dataformat.yaml..");

  @ArchTest
  static final ArchRule frontEndsOnlyTranslate =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.restorebot.bot.console..",
              "dev.restorebot.bot.slack..",
              "dev.restorebot.bot.discord..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.restorebot.engine.RestoreEngine");

  @ArchTest
  static final ArchRule onlySlacksAdapterKnowsItsSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.restorebot.bot.slack..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.slack.api..");

  @ArchTest
  static final ArchRule archivesAreReadWithoutAnyServer =
      noClasses()
          .that()
          .resideInAPackage("dev.restorebot.engine.archive..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.restorebot.engine.sandbox..", "java.sql..", "org.postgresql..");

  @ArchTest
  static final ArchRule theEnginesPackagesHaveNoCycles =
      slices().matching("dev.restorebot.engine.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule oneLog = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  /** ArchUnit's own option knows folders of tests, but not the engine's packaged ones. */
  static final class OnlyMain implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return Predefined.DO_NOT_INCLUDE_TESTS.includes(location) && !location.contains("-tests.jar");
    }
  }
}
