package dev.restorebot.engine.sandbox.embedded;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.Installation;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.sandbox.local.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Supplies the PostgreSQL servers in restore-bot's own jar: the server and its contrib modules, no
 * client programs. Each is unpacked once, when it is first needed, beside the sandboxes: there the
 * user without rights who runs a server can read them, and the state folder is closed to that user.
 */
public final class EmbeddedPrograms implements Programs {
  private static final String NOTE =
      "Restored with the PostgreSQL server and the loader that are part of restore-bot. A pass"
          + " proves the data; it does not prove that pg_restore or psql of production's version"
          + " reads the file.";

  private final Path base;
  private final String platform;

  private EmbeddedPrograms(Path base, String platform) {
    this.base = base;
    this.platform = platform;
  }

  /**
   * Creates a provider of sandboxes that run these servers, in a folder of its own within the base
   * folder of those settings. Touches nothing yet.
   */
  public static SandboxProvider sandboxes(LocalSettings settings) {
    Path base = settings.folder().resolve("embedded");
    return new LocalSandboxProvider(
        settings.in(base), new EmbeddedPrograms(base, Platform.ofThisMachine()));
  }

  @Override
  public String runtime() {
    return "embedded";
  }

  @Override
  public List<Installation> all() {
    return Bundle.ALL.stream()
        .filter(bundle -> bundle.isHere(platform))
        .map(bundle -> new Installation(programs(bundle), bundle.major(), bundle.minor()))
        .toList();
  }

  @Override
  public Problem none() {
    return new Problem(
        ProblemCode.NO_POSTGRESQL_INSTALLED,
        "This build of restore-bot brings no PostgreSQL server for " + platform + ".",
        "Install PostgreSQL's server and client packages, or use Docker.");
  }

  @Override
  public Optional<String> note() {
    return Optional.of(NOTE);
  }

  @Override
  public void prepare(Installation installation) throws ProblemException {
    Bundle bundle =
        Bundle.ALL.stream()
            .filter(each -> programs(each).equals(installation.programs()))
            .findFirst()
            .orElseThrow();
    try (InputStream jar = bundle.open(platform)) {
      UnpackedServer.make(jar, folder(bundle));
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The PostgreSQL "
                  + installation.version()
                  + " of restore-bot could not be unpacked: "
                  + e.getMessage(),
              "Check the disk and the owner of " + base + ", then try again.")
          .exception(e);
    }
    if (!Files.isExecutable(installation.programs().resolve("postgres"))) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The PostgreSQL "
                  + installation.version()
                  + " of restore-bot cannot run in "
                  + folder(bundle)
                  + ".",
              "Remove this folder. If its disk is mounted with noexec, name another folder in"
                  + " `sandbox.local.base-dir`.")
          .exception();
    }
  }

  private Path folder(Bundle bundle) {
    return base.resolve(bundle.name(platform));
  }

  private Path programs(Bundle bundle) {
    return folder(bundle).resolve("bin");
  }
}
