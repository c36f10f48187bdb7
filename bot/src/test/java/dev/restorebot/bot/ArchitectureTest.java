package dev.restorebot.bot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks which package may import which; the modules' RATIONALE.md gives the reasons. */
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
              "dev.restorebot.engine.docker..",
              "dev.restorebot.engine.sandbox.docker..",
              "dev.restorebot.engine.disaster.docker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule onlyTheConsoleAndSlacksHttpModeKnowJavalin =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.restorebot.bot.console..", "dev.restorebot.bot.slack..")
          .and()
          .doNotHaveSimpleName("HttpLimits") // the limits that both have
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
              "dev.restorebot.engine.state..",
              "dev.restorebot.engine.job.jdbc..",
              "dev.restorebot.engine.disaster.jdbc..",
              "dev.restorebot.engine.drill.jdbc..",
              "dev.restorebot.engine.audit.jdbc..",
              "dev.restorebot.engine.approval.jdbc..",
              "dev.restorebot.bot.delivery.jdbc..",
              "dev.restorebot.bot.console..",
              "dev.restorebot.bot.discord..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sqlite..", "org.jdbi..", "org.flywaydb..");

  @ArchTest
  static final ArchRule approvalsAndDisastersAreBuiltByTheEngineOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.restorebot.bot..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.restorebot.engine.approval.jdbc..",
              "dev.restorebot.engine.disaster.jdbc..",
              "dev.restorebot.engine.drill.jdbc..");

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
          .resideInAnyPackage(
              "dev.restorebot.engine.testrestore..",
              "dev.restorebot.engine.disaster..",
              "dev.restorebot.engine.drill..",
              "dev.restorebot.engine.sandbox..",
              "dev.restorebot.engine.docker..",
              "dev.restorebot.engine.verify..",
              "dev.restorebot.engine.load..",
              "dev.restorebot.engine.archive..");

  @ArchTest
  static final ArchRule onlySlacksAdapterKnowsItsSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.restorebot.bot.slack..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.slack.api..");

  /** A script may anonymise the data, which would destroy production's. */
  @ArchTest
  static final ArchRule noDisasterRestoreCanRunScripts =
      noClasses()
          .that()
          .resideInAPackage("dev.restorebot.engine.disaster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.restorebot.engine.verify.script..");

  @ArchTest
  static final ArchRule archivesAreReadWithoutAnyServer =
      noClasses()
          .that()
          .resideInAPackage("dev.restorebot.engine.archive..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.restorebot.engine.sandbox..", "java.sql..", "org.postgresql..");

  @ArchTest
  static final ArchRule noPackageCircles =
      slices().matching("dev.restorebot.(**)").should().beFreeOfCycles();

  @ArchTest
  static void packagesImportOnlyWhatTheMapListsAboveThem(JavaClasses classes) throws IOException {
    List<String> map = mapOfContributing();
    SortedSet<String> wrong = new TreeSet<>();
    for (JavaClass each : classes) {
      int floor = map.indexOf(each.getPackageName());
      if (floor < 0) {
        wrong.add(each.getPackageName() + " is missing in CONTRIBUTING.md");
      }
      each.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
          .filter(target -> map.indexOf(target) > floor)
          .forEach(target -> wrong.add(each.getName() + " imports " + target));
    }
    assertThat(wrong).isEmpty();
    assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(map);
  }

  /** The packages in the order of the map: each may import those above it. */
  private static List<String> mapOfContributing() throws IOException {
    return Pattern.compile("^\\| `((?:engine|bot)[.a-z]*)` \\|", Pattern.MULTILINE)
        .matcher(Files.readString(Path.of("../CONTRIBUTING.md")))
        .results()
        .map(row -> "dev.restorebot." + row.group(1))
        .toList();
  }

  @ArchTest static final ArchRule oneLog = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  /** ArchUnit's own option knows folders of tests, but not the engine's packaged ones. */
  static final class OnlyMain implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return Predefined.DO_NOT_INCLUDE_TESTS.includes(location) && !location.contains("-tests.jar");
    }
  }
}
