package dev.restorebot.bot.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with programs in the place of Java that say how they were called. */
class LauncherTest {
  @TempDir Path temp;

  private final Map<String, String> environment = new HashMap<>();
  private Path launcher;

  @BeforeEach
  void copy() throws Exception {
    launcher = temp.resolve("restore-bot");
    Files.copy(Path.of("..", "packaging", "restore-bot"), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(temp.resolve("restore-bot.jar"), "");
    environment.put("PATH", "/usr/bin:/bin");
  }

  /** Makes a folder like a JDK's of that version. */
  private Path java(String version) throws Exception {
    Path home = temp.resolve("jdk-" + version);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\necho \"$0\" \"$@\"\necho \"launcher=$RESTORE_BOT_LAUNCHER"
            + " ctype=${LC_ALL:-${LC_CTYPE:-}}\"\nexit 5\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private record Run(int code, String out) {}

  private Run run(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out);
  }

  @Test
  void passesArgumentsOptionsAndTheExitCode() throws Exception {
    environment.put("JAVA_HOME", java("17.0.15").toString());
    environment.put("RESTORE_BOT_JAVA_OPTS", "-Xmx1g -Dmine=1");
    Run run = run("test", "my file.dump");
    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out())
        .startsWith(temp.resolve("jdk-17.0.15/bin/java").toString())
        .contains("-Xmx1g -Dmine=1 -jar " + temp.resolve("restore-bot.jar"))
        .contains("test my file.dump")
        .contains("launcher=" + launcher);
  }

  @Test
  void passesOverAJavaThatIsTooOld() throws Exception {
    environment.put("JAVA_HOME", java("11.0.2").toString());
    environment.put("PATH", java("21").resolve("bin") + ":/usr/bin:/bin");
    assertThat(run("--version").out()).startsWith(temp.resolve("jdk-21/bin/java").toString());
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    environment.put("RESTORE_BOT_JAVA", java("1.8.0_392").resolve("bin/java").toString());
    Run old = run();
    assertThat(old.code()).isEqualTo(2);
    assertThat(old.out()).contains("needs Java 17 or later", "is version 8", "RESTORE_BOT_JAVA");
    environment.put("RESTORE_BOT_JAVA", "/none/java");
    assertThat(run().out()).contains("RESTORE_BOT_JAVA=/none/java is not a program");
    environment.put("RESTORE_BOT_JAR", "/none/restore-bot.jar");
    assertThat(run().out()).contains("cannot read the jar /none/restore-bot.jar");
  }

  @Test
  void givesJavaACharacterSetThatHasEveryName() throws Exception {
    environment.put("JAVA_HOME", java("17").toString());
    assertThat(run().out()).contains("ctype=C.UTF-8");
    environment.put("LC_ALL", "C");
    assertThat(run().out()).contains("ctype=C.UTF-8");
    environment.put("LC_ALL", "de_DE.UTF-8");
    assertThat(run().out()).contains("ctype=de_DE.UTF-8");
  }

  @Test
  void isFoundThroughALinkInThePath() throws Exception {
    environment.put("JAVA_HOME", java("17").toString());
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("restore-bot"), launcher);
    environment.put("PATH", bin + ":/usr/bin:/bin");
    launcher = bin.resolve("restore-bot");
    assertThat(run().out()).contains("launcher=restore-bot ", "-jar " + temp);
  }

  @Test
  void usesTheArchiveOfClassesBesideTheJar() throws Exception {
    environment.put("JAVA_HOME", java("17").toString());
    assertThat(run("inspect").out()).doesNotContain("SharedArchiveFile");
    Path archive = Files.writeString(temp.resolve("restore-bot.jsa"), "");
    assertThat(run("inspect").out()).contains("-XX:SharedArchiveFile=" + archive + " -jar ");
  }

  @Test
  void onlyLongCommandsAreCompiledForLongRuns() throws Exception {
    environment.put("JAVA_HOME", java("17").toString());
    assertThat(run("inspect", "a.dump").out()).contains("-XX:TieredStopAtLevel=1");
    assertThat(run("run").out()).doesNotContain("TieredStopAtLevel");
  }

  @Test
  void leavesTheCollectorToTheUser() throws Exception {
    environment.put("JAVA_HOME", java("17").toString());
    assertThat(run("run").out()).contains("-XX:+UseSerialGC");
    environment.put("RESTORE_BOT_JAVA_OPTS", "-XX:+UseG1GC");
    assertThat(run("run").out()).contains("-XX:+UseG1GC").doesNotContain("SerialGC");
  }
}
